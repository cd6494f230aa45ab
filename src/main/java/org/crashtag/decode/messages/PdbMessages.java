package org.crashtag.decode.messages;

import java.io.IOException;
import java.util.List;
import org.crashtag.bytes.MalformedException;
import org.crashtag.layout.pdb.PdbSymbols;

/**
 * The messages in a PDB's annotations: a first text {@code TMF:}, then the lines that a .tmf file
 * has, then {@code PUBLIC_TMF:} if the driver keeps its messages in public symbols. Source: {@code
 * km-header.tpl} of dotnet/wpf (MIT); measured on the PDBs of drivers.
 */
final class PdbMessages {
  private static final String TMF = "TMF:";
  private static final String PUBLIC_TMF = "PUBLIC_TMF:";

  private PdbMessages() {}

  /** Reads all entries. */
  static void read(PdbSymbols pdb, TmfReader.Sink sink) throws IOException {
    pdb.annotations((procedure, texts) -> read(procedure, texts, sink));
  }

  private static void read(String procedure, List<String> texts, TmfReader.Sink sink) {
    if (texts.isEmpty() || !texts.get(0).equals(TMF)) {
      return;
    }
    try {
      TmfReader reader = new TmfReader(sink, procedure);
      for (String text : texts.subList(1, texts.size())) {
        if (!text.equals(PUBLIC_TMF)) {
          reader.line(text);
        }
      }
      reader.end();
    } catch (MalformedException e) {
      sink.unusable(1, e.getMessage());
    }
  }
}
