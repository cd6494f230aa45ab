package org.crashtag.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.HeaderSource;
import picocli.CommandLine.Option;

/** Macros that are defined before a header's first line. */
final class DefineOption {
  @Option(
      names = "-D",
      paramLabel = "NAME[=VALUE]",
      description =
          "Define a macro before the header is read, with the value 1 unless another is given. Can"
              + " be repeated.")
  private List<String> defines = new ArrayList<>();

  /** Name to value; of a name that is given twice, the last. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String define : defines) {
      int equals = define.indexOf('=');
      String name = equals < 0 ? define : define.substring(0, equals);
      String value = equals < 0 ? "1" : define.substring(equals + 1);
      try {
        HeaderSource.checkDefine(name, value);
      } catch (UnknownTypeException e) {
        throw new UsageException("-D " + define + ": " + e.getMessage());
      }
      values.put(name, value);
    }
    return values;
  }
}
