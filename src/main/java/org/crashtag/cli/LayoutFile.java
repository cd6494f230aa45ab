package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.source.SourceKind;

/** The kind of a file that was given to {@code layout}, by its first bytes. */
enum LayoutFile {
  /** A program database, perhaps compressed, or a symbol store's folder. */
  PDB,
  /** Text. */
  HEADER;

  private static final int READ_BYTES = 4096;

  /** MSF 7.00, which all compilers write since 2002. */
  private static final String PDB_MAGIC = "Microsoft C/C++ MSF 7.00";

  /** First bytes of other files that are found next to headers and PDBs. */
  private static final Map<String, String> OTHERS = others();

  private static Map<String, String> others() {
    Map<String, String> others = new LinkedHashMap<>();
    others.put("MZ", "a program or driver; its types are in its PDB");
    others.put("Microsoft C/C++ program database 2.00", "a PDB of the old format 2.00");
    others.put("BSJB", "a portable PDB of .NET, which has no C types");
    others.put("SZDD", "a file that compress.exe compressed; unpack it with expand");
    others.put("\u007fELF", "an ELF file");
    others.put("!<arch>\n", "a library");
    return others;
  }

  /**
   * Tells what a file is.
   *
   * @throws UnknownTypeException if it is neither; the message says what it is
   */
  static LayoutFile of(Path file) throws IOException, UnknownTypeException {
    if (Files.isDirectory(file)) {
      return PDB;
    }
    byte[] start;
    try (InputStream stream = Files.newInputStream(file)) {
      start = stream.readNBytes(READ_BYTES);
    }
    String text = new String(start, ISO_8859_1);
    SourceKind kind = SourceKind.of(Bytes.of(start));
    if (text.startsWith(PDB_MAGIC) || kind == SourceKind.CAB) {
      return PDB;
    }
    for (Map.Entry<String, String> other : OTHERS.entrySet()) {
      if (text.startsWith(other.getKey())) {
        throw neither(file, other.getValue());
      }
    }
    switch (kind) {
      case DUMP -> throw neither(file, "a kernel crash dump");
      case MINIDUMP -> throw neither(file, "a user-mode minidump");
      case ZIP, SEVEN_ZIP, GZIP, BZIP2, LZMA, ZSTD, XZ, TAR, RAR, WIM ->
          throw neither(file, "an archive (" + kind.label() + "); unpack it");
      case CAB, OTHER -> {
        // Probably text.
      }
    }
    if (text.isEmpty()) {
      throw neither(file, "empty");
    }
    if (text.indexOf('\0') >= 0
        && !text.startsWith("\u00ff\u00fe")
        && !text.startsWith("\u00fe\u00ff")) {
      throw neither(file, "not text, or text in UTF-16 without a byte order mark");
    }
    if (file.toString().toLowerCase(Locale.ROOT).matches(".*\\.pd[b_]")) {
      throw neither(file, "text");
    }
    return HEADER;
  }

  private static UnknownTypeException neither(Path file, String what) {
    return new UnknownTypeException(file + ": neither a C header nor a PDB: it is " + what);
  }
}
