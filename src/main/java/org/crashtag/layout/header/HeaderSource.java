package org.crashtag.layout.header;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.EnumMap;
import java.util.Map;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.crashtag.layout.TypeSource;
import org.crashtag.layout.UnknownTypeException;

/**
 * The types of a C header and of the headers that it includes. Only the declarations that a
 * requested type depends on need to be supported; if one is not, the exception's message begins
 * with file, line and column.
 *
 * <p>Resources are bounded: the amount of included text, the expansion of macros, and the depth and
 * size of types. Not safe for use by several threads.
 */
public final class HeaderSource implements TypeSource {
  private final HeaderFiles files;
  private final HeaderFiles.Header header;
  private final Map<Architecture, HeaderParser> parsed = new EnumMap<>(Architecture.class);

  private HeaderSource(HeaderFiles files, HeaderFiles.Header header) {
    this.files = files;
    this.header = header;
  }

  /**
   * Opens a header.
   *
   * @param name its path in {@code files}
   * @throws NoSuchFileException if there is none, or none that may be read
   */
  public static HeaderSource of(HeaderFiles files, String name) throws IOException {
    HeaderFiles.Header header =
        files.find(name, "").orElseThrow(() -> new NoSuchFileException(name));
    return new HeaderSource(files, header);
  }

  /**
   * A type of any kind.
   *
   * @param name that a {@code typedef} gives, or a tag, with or without its {@code struct}
   */
  public CType type(String name, Architecture architecture) throws UnknownTypeException {
    return parser(architecture).type(name.replaceFirst("^(struct|union|enum)\\s+", "").strip());
  }

  @Override
  public CType.Structure structure(String name, Architecture architecture)
      throws UnknownTypeException {
    if (type(name, architecture) instanceof CType.Structure structure) {
      return structure;
    }
    throw new UnknownTypeException(header.shown() + ": " + name + " is not a structure");
  }

  @Override
  public Map<Long, String> constants(String name, Architecture architecture)
      throws UnknownTypeException {
    return parser(architecture).constants(name);
  }

  private HeaderParser parser(Architecture architecture) throws UnknownTypeException {
    HeaderParser parser = parsed.get(architecture);
    if (parser == null) {
      parser = new HeaderParser(files, header, architecture);
      parsed.put(architecture, parser);
    }
    return parser;
  }
}
