package org.prorata.reporting.document;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.language.Language;

class LookTests {

    @Test
    void look() throws Exception {
        Documents documents = new Documents();
        Path dir = Files.createDirectories(Path.of("/tmp/rdocs-look"));
        for (Language l : Language.values()) {
            for (Format f : List.of(Format.PDF, Format.XLSX, Format.CSV)) {
                long t = System.nanoTime();
                try (OutputStream out = Files.newOutputStream(dir.resolve(l.tag() + "." + f.ending()))) {
                    List<DetailRows> d = f == Format.CSV ? List.of()
                            : List.of(new DetailRows(DetailTable.CREDITS, Samples.credits(100, "EUR", "JPY", "KWD")),
                                    new DetailRows(DetailTable.LINES, Samples.lines(40)));
                    documents.write(f, Samples.three(), d, DocumentOptions.in(l), out);
                }
                System.out.println(l + " " + f + " " + (System.nanoTime() - t) / 1000000 + " ms");
            }
        }
    }

}
