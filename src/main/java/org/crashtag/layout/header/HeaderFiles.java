package org.crashtag.layout.header;

import java.io.IOException;
import java.util.Optional;

/** The source of header texts. */
public interface HeaderFiles {
  /**
   * A header.
   *
   * @param path its path in the file system or other source
   * @param shown its name, used in messages
   */
  record Header(String path, String shown, String text) {}

  /**
   * Finds a header.
   *
   * @param name as written in {@code #include "..."}
   * @param from the {@link Header#path} of the including header; empty for the first header
   * @return empty if there is no such header, or it must not be read
   */
  Optional<Header> find(String name, String from) throws IOException;
}
