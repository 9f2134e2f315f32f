
# --- networkd and links -----------------------------------------------------------------------------------------------
#
# systemd-networkd is never restarted. Even a reload flushes what the units don't know: the wgkex worker's peers, routes
# and FDB entries. They are saved before each reload, put back after it, and read back.

# Reloads what reads the unit directories that the paths in a file lie in.
reload_for() {
    reload_result=0
    if [ "$FLAVOUR" = systemd ]; then
        if grep -q '/systemd/system/' "$1"; then
            within 60 systemctl daemon-reload || reload_result=1
        fi
        if grep -q '/systemd/network/' "$1"; then
            reload_networkd || reload_result=1
        fi
    fi
    return "$reload_result"
}

reload_networkd() {
    foreign=$RUN/$id
    rm -rf "$foreign"
    mkdir -p "$foreign" || return 1
    units_own >"$foreign/own"
    foreign_entries >"$foreign/saved"
    reload_result=0
    within 60 networkctl reload || reload_result=1
    if [ -s "$foreign/saved" ]; then
        put_back_until_quiet || reload_result=1
    fi
    rm -rf "$foreign"
    return "$reload_result"
}

# networkd works on after `reload` has returned: two looks, a second apart, must find nothing missing.
put_back_until_quiet() {
    quiet_looks=0
    for look in 1 2 3 4 5 6 7 8 9 10 11 12; do
        sleep 1
        vanished >"$foreign/vanished"
        if [ -s "$foreign/vanished" ]; then
            quiet_looks=0
            while IFS= read -r entry; do put_back "$entry"; done <"$foreign/vanished"
        else
            quiet_looks=$((quiet_looks + 1))
            [ "$quiet_looks" -lt 2 ] || return 0
        fi
    done
    echo "networkctl reload lost, after $look looks: $(head -n 3 "$foreign/vanished" | cut -d ' ' -f 1-4)"
    return 1
}

# Prints "peer IFACE KEY PSK ENDPOINT ADDRESSES KEEPALIVE", "route -4|-6 …" and "fdb …" lines.
foreign_entries() {
    {
        wg show all dump | awk 'NF == 9 { print "peer", $1, $2, $3, $4, $5, $9 }'
        for family in -4 -6; do
            "$IP" "$family" route show table all |
                awk -v family="$family" '/^[^ \t].* dev wg-.* proto static/ { print "route", family, $0 }'
        done
        bridge fdb show | awk '/ dev vx-.* dst .*permanent/ { print "fdb", $0 }'
    } 2>/dev/null | sed 's/ linkdown//; s/ dead//; s/ offload//; s/ *$//' || :
}

# What the units define themselves, before and after the change: networkd's business, not ours.
units_own() {
    cat "$ROOT"/etc/systemd/network/*.net* "$ROOT"/etc/systemd/network/*/*.conf "$tx"/snapshot/[0-9]* \
        "$tx"/steps/*/file.* 2>/dev/null |
        sed -n -e 's/^[[:space:]]*PublicKey[[:space:]]*=[[:space:]]*//p' \
            -e 's/^[[:space:]]*Destination[[:space:]]*=[[:space:]]*//p' |
        sed 's/[[:space:]]*$//; s:/128$::; s:/32$::' || :
}

# Prints the saved entries that are gone, but for those of links that are gone, too.
vanished() {
    foreign_entries >"$foreign/now"
    awk '
        function subject() { return $1 == "peer" ? $1 " " $2 " " $3 : $0 }
        function value_after(word,    i) { for (i = 2; i < NF; i++) if ($i == word) return $(i + 1); return "" }
        function owned(    name) {
            name = $1 == "peer" ? $3 : $1 == "route" ? $3 : value_after("dst")
            sub(/\/(128|32)$/, "", name)
            return name in own
        }
        FILENAME == ARGV[1] { own[$0] = 1; next }
        FILENAME == ARGV[2] { here[subject()] = 1; next }
        !(subject() in here) && !owned() { print ($1 == "peer" ? $2 : value_after("dev")) " " $0 }
    ' "$foreign/own" "$foreign/now" "$foreign/saved" | while IFS=' ' read -r vanished_link vanished_entry; do
        if link_exists "$vanished_link"; then printf '%s\n' "$vanished_entry"; fi
    done
}

put_back() {
    set -f
    # shellcheck disable=SC2086 # words on purpose: the output of wg, ip and bridge
    set -- $1
    set +f
    case $1 in
    peer) put_back_peer "$@" ;;
    route)
        shift
        route_family=$1
        shift
        "$IP" "$route_family" route replace "$@" || :
        ;;
    fdb)
        shift
        bridge fdb append "$@" || :
        ;;
    esac 2>/dev/null
}

put_back_peer() {
    peer_link=$2 peer_key=$3 peer_secret=$4 peer_endpoint=$5 peer_addresses=$6 peer_keepalive=$7
    set -- set "$peer_link" peer "$peer_key" persistent-keepalive "$peer_keepalive"
    [ "$peer_endpoint" = '(none)' ] || set -- "$@" endpoint "$peer_endpoint"
    [ "$peer_addresses" = '(none)' ] || set -- "$@" allowed-ips "$peer_addresses"
    if [ "$peer_secret" != '(none)' ]; then
        printf '%s\n' "$peer_secret" >"$foreign/secret"
        set -- "$@" preshared-key "$foreign/secret"
    fi
    wg "$@" || :
    rm -f "$foreign/secret"
}

# Deletes a link and waits until it is gone.
delete_link() {
    link_exists "$1" || return 0
    if [ "$FLAVOUR" = systemd ]; then
        within 20 networkctl delete "$1" >/dev/null 2>&1 || :
    fi
    for delete_try in 1 2 3 4 5 6 7 8 9 10; do
        link_exists "$1" || return 0
        # networkctl may only have begun: the fallback comes later.
        case $delete_try in
        [369]) within 20 "$IP" link del dev "$1" >/dev/null 2>&1 || : ;;
        esac
        nap
    done
    link_exists "$1" || return 0
    problem "interface $1 can't be deleted"
}
