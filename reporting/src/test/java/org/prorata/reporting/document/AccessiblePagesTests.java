package org.prorata.reporting.document;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.language.Language;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

import static org.assertj.core.api.Assertions.assertThat;

/** VeraPDF is asked whether the pages are PDF/UA-1. */
class AccessiblePagesTests {

    @BeforeAll
    static void foundry() {
        VeraGreenfieldFoundryProvider.initialise();
    }

    @ParameterizedTest
    @EnumSource
    void thePagesAreAccessible(Language language) throws Exception {
        byte[] pdf = Read.bytes(Format.PDF, Samples.three(),
                List.of(new DetailRows(DetailTable.CREDITS, Samples.credits(64, "EUR", "JPY")),
                        new DetailRows(DetailTable.LINES, Samples.lines(4))),
                DocumentOptions.in(language));
        try (PDFAParser parser = Foundries.defaultInstance()
            .createParser(new ByteArrayInputStream(pdf), PDFAFlavour.PDFUA_1);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false)) {
            ValidationResult result = validator.validate(parser);
            assertThat(result.getTotalAssertions()).isGreaterThan(1000);
            assertThat(result.getTestAssertions()
                .stream()
                .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
                .map(assertion -> assertion.getRuleId().getClause() + ": " + assertion.getMessage() + " "
                        + assertion.getLocation().getContext())
                .limit(10)
                .collect(Collectors.toList())).isEmpty();
            assertThat(result.isCompliant()).isTrue();
        }
    }

}
