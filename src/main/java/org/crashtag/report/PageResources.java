package org.crashtag.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Styles and scripts that a page contains.
 *
 * @param style of the page and of its charts
 * @param library that draws the charts, with its licence
 * @param script of the page
 */
record PageResources(String style, String library, String script) {
  private static final String FOLDER = "/org/crashtag/report/";
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

  static PageResources load() throws IOException {
    return new PageResources(
        read(UPLOT + "dist/uPlot.min.css") + read(FOLDER + "page.css"),
        "/*\n" + read(UPLOT + "LICENSE") + "*/\n" + read(UPLOT + "dist/uPlot.iife.min.js"),
        read(FOLDER + "page.js"));
  }

  /** The template of the page, which is named {@code page}, or of a part of it. */
  static String part(String name) throws IOException {
    return read(FOLDER + name + ".html");
  }

  private static String read(String path) throws IOException {
    try (InputStream file = PageResources.class.getResourceAsStream(path)) {
      // A browser makes one line end of both characters before it computes the hash.
      return new String(file.readAllBytes(), UTF_8).replace("\r\n", "\n");
    }
  }

  /**
   * The content security policy, which forbids everything but the page's own styles and scripts.
   */
  String policy() {
    return "default-src 'none'; base-uri 'none'; form-action 'none'; style-src "
        + source(style)
        + "; script-src "
        + source(library)
        + " "
        + source(script);
  }

  private static String source(String element) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(element.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
