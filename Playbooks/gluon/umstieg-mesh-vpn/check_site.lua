-- The site options of FFMUC's package, and two more.
need_string_match({ 'mesh_vpn', 'wireguard', 'enabled' }, '^[01]$', false)
need_string({ 'mesh_vpn', 'wireguard', 'iface' }, false)
need_string({ 'mesh_vpn', 'wireguard', 'broker' }, false)
need_one_of({ 'mesh_vpn', 'wireguard', 'dialect' }, { 'ffmuc', 'gluon' }, false)
need_number({ 'mesh_vpn', 'wireguard', 'mtu' }, false)

local function check_peer(peer)
	need_string_match(in_domain(extend(peer, { 'publickey' })), '^[%w+/]+=$')
	need_string(in_domain(extend(peer, { 'endpoint' })))
	need_string_match(in_domain(extend(peer, { 'link_address' })), '^fe80:')
end

need_table(in_domain({ 'mesh_vpn', 'wireguard', 'peers' }), check_peer)
