package org.prorata.batch;

import org.prorata.db.BooksConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The parts of the program, put together by Spring. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(BooksConfiguration.class)
public class ProrataApplication {

}
