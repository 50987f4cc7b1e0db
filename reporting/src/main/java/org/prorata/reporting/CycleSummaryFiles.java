package org.prorata.reporting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

import de.siegmar.fastcsv.writer.CsvWriter;
import org.joda.money.Money;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a cycle's summary as a file; money is text with the currency's digits, and a
 * file appears only when it is whole.
 */
public final class CycleSummaryFiles {

    private CycleSummaryFiles() {
    }

    /**
     * Writes {@code refund-summary-YYYY-MM.csv} into a folder, which is made if need be.
     */
    public static Path writeCsv(CycleSummary summary, Path folder) throws IOException {
        Path file = folder.resolve("refund-summary-" + summary.month() + ".csv");
        Path draft = draft(file);
        try (CsvWriter csv = CsvWriter.builder().build(draft)) {
            csv.writeRecord("cycle", "currency", "opening_owed", "credits", "credited_net", "credited_tax",
                    "credited_gross", "returns", "returned_cash", "returned_on_account", "returned_gross",
                    "closing_owed", "balances");
            for (CycleSummary.Row row : summary.rows()) {
                csv.writeRecord(summary.month().toString(), row.opening().getCurrencyUnit().getCode(),
                        amount(row.opening()), Long.toString(row.credits()), amount(row.net()), amount(row.tax()),
                        amount(row.gross()), Long.toString(row.returns()), amount(row.returnedCash()),
                        amount(row.returnedOnAccount()), amount(row.returned()), amount(row.closing()),
                        Boolean.toString(row.balances()));
            }
        }
        return publish(draft, file);
    }

    /**
     * Writes {@code refund-summary-YYYY-MM.json} into a folder, which is made if need be.
     */
    public static Path writeJson(CycleSummary summary, Path folder) throws IOException {
        Path file = folder.resolve("refund-summary-" + summary.month() + ".json");
        Path draft = draft(file);
        JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(draft, mapper.writeValueAsString(tree(summary)) + "\n");
        return publish(draft, file);
    }

    /** Returns the summary as maps, lists and texts. */
    public static Map<String, Object> tree(CycleSummary summary) {
        Map<String, Object> currencies = new LinkedHashMap<>();
        for (CycleSummary.Row row : summary.rows()) {
            Map<String, Object> amounts = new LinkedHashMap<>();
            amounts.put("opening_owed", amount(row.opening()));
            amounts.put("credits", row.credits());
            amounts.put("credited_net", amount(row.net()));
            amounts.put("credited_tax", amount(row.tax()));
            amounts.put("credited_gross", amount(row.gross()));
            amounts.put("returns", row.returns());
            amounts.put("returned_cash", amount(row.returnedCash()));
            amounts.put("returned_on_account", amount(row.returnedOnAccount()));
            amounts.put("returned_gross", amount(row.returned()));
            amounts.put("closing_owed", amount(row.closing()));
            amounts.put("balances", row.balances());
            currencies.put(row.opening().getCurrencyUnit().getCode(), amounts);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("cycle", summary.month().toString());
        tree.put("currencies", currencies);
        return tree;
    }

    private static Path draft(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return file.resolveSibling(file.getFileName() + ".draft");
    }

    private static Path publish(Path draft, Path file) throws IOException {
        return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String amount(Money money) {
        return money.getAmount().toPlainString();
    }

}
