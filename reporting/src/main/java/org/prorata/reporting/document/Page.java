package org.prorata.reporting.document;

import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * An XHTML document that is made element by element: a text can never become markup, as
 * nothing is parsed.
 */
final class Page {

    private static final String XHTML = "http://www.w3.org/1999/xhtml";

    private final Document document;

    private final Typefaces typefaces;

    Page(Typefaces typefaces) {
        this.typefaces = typefaces;
        try {
            this.document = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().newDocument();
        }
        catch (ParserConfigurationException ex) {
            throw new IllegalStateException(ex);
        }
    }

    Document document() {
        return this.document;
    }

    Element root(String name) {
        Element root = this.document.createElementNS(XHTML, name);
        this.document.appendChild(root);
        return root;
    }

    Element add(Element parent, String name) {
        Element child = this.document.createElementNS(XHTML, name);
        parent.appendChild(child);
        return child;
    }

    Element add(Element parent, String name, Map<String, String> attributes) {
        Element child = add(parent, name);
        attributes.forEach((key, value) -> child.setAttribute(key, this.typefaces.shown(value)));
        return child;
    }

    /** Adds an element with a text that the fonts can show. */
    Element add(Element parent, String name, String text) {
        Element child = add(parent, name);
        child.appendChild(this.document.createTextNode(this.typefaces.shown(text)));
        return child;
    }

    /** Adds an element with a text as it is: a style sheet. */
    void raw(Element parent, String name, String text) {
        add(parent, name).appendChild(this.document.createTextNode(text));
    }

}
