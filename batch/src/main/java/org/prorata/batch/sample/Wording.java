package org.prorata.batch.sample;

import java.util.List;

/**
 * The words of a market.
 *
 * @param companies first words of company names, each with the mail domain it stands for
 * @param trades second words of company names
 * @param legalForms company names with 1 and 2 in place of the two words
 * @param people the local parts of mail addresses
 * @param reasons why people cancel, in the market's language
 */
record Wording(List<String> companies, List<String> trades, List<String> legalForms, List<String> people,
        List<String> reasons) {

    /** Reads the words from five lines, each with its words divided by a bar. */
    static Wording of(String lines) {
        List<List<String>> words = lines.lines().map(line -> List.of(line.split("\\|", -1))).toList();
        return new Wording(words.get(0), words.get(1), words.get(2), words.get(3), words.get(4));
    }

    /**
     * Returns a company's name; the first hundred or so numbers have a name each.
     * @param number counts the companies of the market
     */
    String company(int number) {
        int round = number / this.companies.size();
        String trade = this.trades.get((number + round) % this.trades.size());
        String legalForm = this.legalForms.get(number % this.legalForms.size());
        return legalForm.replace("1", first(number)[0]).replace("2", trade);
    }

    String mailDomain(int number) {
        return first(number)[1] + ".example";
    }

    private String[] first(int number) {
        return this.companies.get(number % this.companies.size()).split("=", 2);
    }

}
