#!/bin/sh
# Finishes a site that Unstow extracted through a browser. A browser cannot set modes and times, nor make symbolic links;
# this script sets and makes them as the backup has them.
#
# Put it into the folder of the extracted site, on the server or on any Linux or macOS, and run it there:
#
#     sh unstow-restore.sh
#
# or name the folder: sh unstow-restore.sh FOLDER
#
# It changes nothing but modes, times and links in that folder; a folder that holds only links is made for them. It follows
# no symbolic link, replaces nothing, and can be run again. The names at its end are data: none is ever run as a command. It
# ends with code 1 if something is left to do: what is not here, not yet uploaded or since deleted, counts as that.

# Bytes are bytes, and times are UTC.
LC_ALL=C TZ=UTC0
export LC_ALL TZ
# A folder that is made can be entered by a server, whatever the user's own habit.
umask 022
newline='
'

# Unusual bytes of a name are written \0ooo. The dot keeps $() from taking newlines off its end.
decode() {
  decoded=$1
  case $1 in *\\*)
    decoded=$(printf '%b.' "$1")
    decoded=${decoded%.}
    ;;
  esac
}

# A name as a terminal may see it, without the bytes that could steer it (302 begins some of them in UTF-8).
shown() {
  printf '%s' "$1" | tr '\001-\037\177\302' '[?*]'
}

fail() {
  printf '%s: %s\n' "$(shown "$1")" "$2" >&2
  undone=$((undone + 1))
}

# What is at a path. A link on the way to it could lead anywhere, so each folder is looked at, once as long as paths share it.
look() {
  parent=${1%/*}
  if [ "$parent" != "$known" ]; then
    at=. rest=${parent#.}
    while [ -n "$rest" ]; do
      rest=${rest#/}
      at=$at/${rest%%/*}
      if [ -L "$at" ]; then state='astray' && return; fi
      case $rest in */*) rest=/${rest#*/} ;; *) rest='' ;; esac
    done
    if [ ! -d "$parent" ]; then state='nowhere' && return; fi
    known=$parent
  fi
  if [ -L "$1" ]; then state='link'
  elif [ -f "$1" ]; then state='file'
  elif [ -d "$1" ]; then state='folder'
  elif [ -e "$1" ]; then state='other'
  else state='missing'; fi
}

# Gives the time $stamp to all paths but the first $1. A path that takes no time may take no mode either: `settle` tells then.
set_times() {
  skipped=$1
  shift
  shift "$skipped"
  if [ "$stamp" = - ] || touch -c -t "$stamp" "$@" 2>/dev/null; then return; fi
  for each do
    if touch -c -t "$stamp" "$each" 2>/dev/null || ! chmod "$mode_now" "$each" 2>/dev/null; then continue; fi
    fail "$each" 'its time could not be set'
    late=$((late + 1))
  done
}

# Sets what is left to set of a batch: paths of one kind and mode.
settle() {
  set_times "$timed" "$@"
  settled=$(($# - late))
  if ! chmod "$mode_now" "$@" 2>/dev/null; then
    for each do
      if chmod "$mode_now" "$each" 2>/dev/null; then continue; fi
      fail "$each" 'its mode could not be set'
      settled=$((settled - 1))
    done
  fi
  case $kind_now in file) files=$((files + settled)) ;; *) folders=$((folders + settled)) ;; esac
}

# Makes a link where nothing is. One that leads out of the folder (kind `outside`) is the user's to make, or not.
place_link() {
  look "$2"
  if [ "$state" = link ] && [ "$(readlink "$2" 2>/dev/null && printf .)" = "$3$newline." ]; then
    links=$((links + 1))
  elif [ "$1" = outside ]; then
    if [ "$listed" = 0 ]; then echo 'These links lead out of the folder and were not made. Make by hand those you want:'; fi
    printf '  %s -> %s\n' "$(shown "$2")" "$(shown "$3")"
    listed=$((listed + 1))
  else
    case $state in
      missing | nowhere)
        # `look` found no link on the way; what is not there of it is made.
        if { [ "$state" = missing ] || mkdir -p "$parent" 2>/dev/null; } && ln -s -- "$3" "$2" 2>/dev/null; then
          links=$((links + 1))
        else
          fail "$2" 'the link could not be made'
        fi
        ;;
      astray) fail "$2" 'left alone, a symbolic link is on the way to it' ;;
      *) fail "$2" 'the link was not made, something else is there' ;;
    esac
  fi
}

counted() {
  if [ "$1" = 1 ]; then printf '1 %s' "$2"; else printf '%s %ss' "$1" "$2"; fi
}

tell() {
  printf 'Set %s, %s and %s.' "$(counted "$files" file)" "$(counted "$folders" folder)" "$(counted "$links" link)"
  if [ "$missing" != 0 ]; then printf ' Passed over, because not here: %s.' "$(counted "$missing" path)"; fi
  if [ "$undone" != 0 ]; then printf ' Could not be done, and named above: %s.' "$(counted "$undone" path)"; fi
  if [ "$listed" != 0 ]; then printf ' Left to you, and listed above: %s.' "$(counted "$listed" link)"; fi
  echo
}

# Goes to the folder $1, or else to the one this script lies in. With `./` in front, a name is no option, and `cd` looks nowhere else.
enter() {
  case $0 in */*) folder=${0%/*}/ ;; *) folder=. ;; esac
  if [ $# -gt 0 ]; then folder=$1; fi
  case $folder in /*) ;; *) folder=./$folder ;; esac
  cd "$folder" || return
}

restore() {
  enter "$@" || return 1
  files=0 folders=0 links=0 missing=0 undone=0 listed=0
  known=. found=no kind_now='' mode_now='' most=0
  # From here on "$@" is the batch.
  set --
  while IFS=' ' read -r kind mode time name target; do
    if [ $# -gt 0 ] && { [ "$kind $mode" != "$kind_now $mode_now" ] || [ $# -ge "$most" ]; }; then
      settle "$@"
      set --
    fi
    decode "$target" && target=$decoded
    decode "$name" && place=./$decoded
    case $kind in
      first)
        look "$place"
        case $state in file | folder) found=yes ;; esac
        ;;
      begin)
        if [ "$found" = yes ]; then continue; fi
        echo 'This folder holds none of the first files of the backup, so nothing was changed.' \
          'Run the script in the folder of the extracted site, or name that folder: sh unstow-restore.sh FOLDER' >&2
        return 1
        ;;
      open)
        look "$place"
        if [ "$state" = folder ]; then chmod u+rwx "$place" 2>/dev/null; fi
        ;;
      file | folder)
        look "$place"
        case $state in
          "$kind")
            if [ $# = 0 ]; then
              kind_now=$kind mode_now=$mode stamp=$time timed=0 late=0 most=100
              # A folder that keeps its owner out would keep a second try at those in it out too.
              case $kind$mode in folder[!7]*) most=1 ;; esac
            elif [ "$time" != "$stamp" ]; then
              set_times "$timed" "$@"
              stamp=$time timed=$#
            fi
            set -- "$@" "$place"
            ;;
          missing | nowhere) missing=$((missing + 1)) ;;
          astray) fail "$place" 'left alone, a symbolic link is on the way to it' ;;
          *) fail "$place" "left alone, it is not a $kind" ;;
        esac
        ;;
      link | outside) place_link "$kind" "$place" "$target" ;;
    esac
  done
  if [ $# -gt 0 ]; then settle "$@"; fi
  tell
  [ "$missing" = 0 ] && [ "$undone" = 0 ] && [ "$listed" = 0 ]
}

# The braces make a shell read all of this before it does any of it: a script cut short does nothing.
{
restore "$@" <<'FACTS'
FACTS
exit
}
