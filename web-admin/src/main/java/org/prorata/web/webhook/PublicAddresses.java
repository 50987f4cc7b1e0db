package org.prorata.web.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Looks names up and gives out only addresses of the public internet. The connection goes
 * to the address that was looked at: a name that answers differently the next time gains
 * nothing.
 */
final class PublicAddresses implements DnsResolver {

    /** A block of addresses, such as 10.0.0.0/8. */
    private record Block(InetAddress network, int bits) {

        static Block of(String text) {
            int slash = text.indexOf('/');
            return new Block(InetAddress.ofLiteral(text.substring(0, slash)),
                    Integer.parseInt(text.substring(slash + 1)));
        }

        static List<Block> all(String... texts) {
            return Arrays.stream(texts).map(Block::of).toList();
        }

        boolean holds(byte[] address) {
            byte[] wanted = this.network.getAddress();
            for (int bit = 0; bit < this.bits; bit++) {
                int mask = 1 << (7 - bit % 8);
                if ((address[bit / 8] & mask) != (wanted[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }

    }

    // the special-purpose registries of IANA
    private static final List<Block> V4 = Block.all("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
            "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3");

    // only 2000::/3 is global unicast; these are what is special within it
    private static final List<Block> V6 = Block.all("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static final Block GLOBAL_V6 = Block.of("2000::/3");

    private final boolean allowPrivate;

    PublicAddresses(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] all = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        if (this.allowPrivate) {
            return all;
        }
        // one that is not public spoils them all: nobody means to send half there
        for (InetAddress address : all) {
            if (!isPublic(address)) {
                throw new UnknownHostException(host + " is not on the public internet");
            }
        }
        return all;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return Arrays.stream(resolve(host)).map(address -> new InetSocketAddress(address, port)).toList();
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return (address instanceof Inet4Address) ? V4.stream().noneMatch(block -> block.holds(bytes))
                : GLOBAL_V6.holds(bytes) && V6.stream().noneMatch(block -> block.holds(bytes));
    }

}
