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

    /** A block of addresses that no webhook is in: its first bytes and how many bits. */
    private record Block(int bits, int... bytes) {

        boolean holds(byte[] address) {
            for (int bit = 0; bit < this.bits; bit++) {
                int mask = 1 << (7 - bit % 8);
                int wanted = (bit / 8 < this.bytes.length) ? this.bytes[bit / 8] : 0;
                if ((address[bit / 8] & mask) != (wanted & mask)) {
                    return false;
                }
            }
            return true;
        }

    }

    // the special-purpose registries of IANA
    private static final List<Block> V4 = List.of(new Block(8, 0), new Block(8, 10), new Block(10, 100, 64),
            new Block(8, 127), new Block(16, 169, 254), new Block(12, 172, 16), new Block(24, 192, 0, 0),
            new Block(24, 192, 0, 2), new Block(24, 192, 88, 99), new Block(16, 192, 168), new Block(15, 198, 18),
            new Block(24, 198, 51, 100), new Block(24, 203, 0, 113), new Block(3, 224));

    // only 2000::/3 is global unicast; the rest of the list is what is special within it
    private static final List<Block> V6 = List.of(new Block(23, 0x20, 0x01), new Block(32, 0x20, 0x01, 0x0d, 0xb8),
            new Block(16, 0x20, 0x02), new Block(20, 0x3f, 0xff));

    private static final Block GLOBAL_V6 = new Block(3, 0x20);

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
