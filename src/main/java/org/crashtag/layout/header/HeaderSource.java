package org.crashtag.layout.header;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
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
  private static final int MOST_VALUE_CHARACTERS = 4096;

  private final HeaderFiles files;
  private final HeaderFiles.Header header;
  private final Map<String, String> defines;
  private final Map<Architecture, HeaderParser> parsed = new EnumMap<>(Architecture.class);

  private HeaderSource(HeaderFiles files, HeaderFiles.Header header, Map<String, String> defines) {
    this.files = files;
    this.header = header;
    this.defines = new LinkedHashMap<>(defines);
  }

  /**
   * Opens a header wherever it is. What it includes must be below its folder, or below those of the
   * include path.
   *
   * @param header a link is followed: the folder is that of the file it leads to
   * @param defines macros that are defined before its first line, by name; see {@link #checkDefine}
   * @throws NoSuchFileException if there is none
   */
  public static HeaderSource of(Path header, List<Path> includePath, Map<String, String> defines)
      throws IOException {
    Path file = Files.isSymbolicLink(header) ? header.toRealPath() : header;
    if (file.getFileName() == null) {
      throw new NoSuchFileException(header.toString());
    }
    Path folder = file.getParent() == null ? Path.of("") : file.getParent();
    HeaderFolder files = new HeaderFolder(folder, includePath);
    return of(files, file.getFileName().toString(), defines);
  }

  /**
   * Checks that a macro of this name and value can be defined.
   *
   * @throws UnknownTypeException if it can't, with the reason
   */
  public static void checkDefine(String name, String value) throws UnknownTypeException {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,255}") || name.equals("defined")) {
      throw new UnknownTypeException("\"" + name + "\" is not the name of a macro");
    }
    if (value.length() > MOST_VALUE_CHARACTERS || value.contains("\n")) {
      throw new UnknownTypeException("the value of " + name + " isn't one short line");
    }
  }

  /**
   * Opens a header.
   *
   * @param name its path in {@code files}
   * @param defines macros that are defined before its first line, by name; see {@link #checkDefine}
   * @throws NoSuchFileException if there is none, or none that may be read
   */
  public static HeaderSource of(HeaderFiles files, String name, Map<String, String> defines)
      throws IOException {
    HeaderFiles.Header header =
        files.find(name, "").orElseThrow(() -> new NoSuchFileException(name));
    return new HeaderSource(files, header, defines);
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
      parser = new HeaderParser(files, header, defines, architecture);
      parsed.put(architecture, parser);
    }
    return parser;
  }
}
