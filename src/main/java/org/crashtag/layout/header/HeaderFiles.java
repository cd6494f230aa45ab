package org.crashtag.layout.header;

import java.io.IOException;
import java.util.Optional;

/** Where the text of headers comes from. */
public interface HeaderFiles {
  /**
   * A header.
   *
   * @param path its place in the file system or wherever it is
   * @param shown its name in messages
   */
  record Header(String path, String shown, String text) {}

  /**
   * Finds a header.
   *
   * @param name as it stands in {@code #include "..."}
   * @param from the {@link Header#path} of the one that includes it; empty for the first
   * @return empty where there is none, or none that may be read
   */
  Optional<Header> find(String name, String from) throws IOException;
}
