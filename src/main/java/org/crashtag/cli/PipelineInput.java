package org.crashtag.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Nearest;
import org.crashtag.bytes.Sha256;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TagSelector;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.pipeline.DeclaredDecoders;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.pipeline.PipelineFile.FaultException;
import org.crashtag.storage.Location;
import org.crashtag.table.Tables;
import org.crashtag.tag.KnownTags;

/**
 * A pipeline file whose names were all resolved.
 *
 * @param file its content
 * @param sha256 of its bytes; empty without a file
 * @param decoders all that a run with it has
 * @param declared those of them that the file itself declares
 * @param crashRules settings of {@link org.crashtag.dump.stack.CrashRules}: the texts of the files
 *     that the file names
 */
record PipelineInput(
    PipelineFile file,
    String sha256,
    Decoders decoders,
    DeclaredDecoders declared,
    Map<String, String> crashRules) {
  PipelineInput {
    crashRules = Map.copyOf(crashRules);
  }

  /** No pipeline file. */
  static PipelineInput none() {
    return new PipelineInput(
        PipelineFile.EMPTY, "", Decoders.load(), DeclaredDecoders.NONE, Map.of());
  }

  /**
   * Reads and checks a pipeline file.
   *
   * @throws FaultException with every fault that could be found
   */
  static PipelineInput read(Location path, KnownTags known) throws IOException, FaultException {
    return read(path, known, Map.of());
  }

  /**
   * Reads and checks one.
   *
   * @param defines further macros for the headers that it names: name to value
   * @throws FaultException with every fault that could be found
   */
  static PipelineInput read(Location path, KnownTags known, Map<String, String> defines)
      throws IOException, FaultException {
    byte[] bytes = bytes(path);
    PipelineFile file = PipelineFile.parse(path.toString(), UserText.of(path.toString(), bytes));
    List<FaultException> faults = new ArrayList<>();
    DeclaredDecoders declared = declared(path, file, defines, faults);
    Decoders decoders = declared.before(Decoders.load());
    checkTables(file.tables(), decoders, faults);
    TagSelector selector = new TagSelector(known, decoders);
    checkTags(file.tags(), selector, faults);
    checkTags(file.keep(), selector, faults);
    Map<String, String> crashRules = StackOptions.read(path, file, faults);
    file.maxRejects().ifPresent(limit -> checkLimit(limit, faults));
    if (!faults.isEmpty()) {
      throw FaultException.of(faults);
    }
    return new PipelineInput(file, Sha256.hex(bytes), decoders, declared, crashRules);
  }

  /**
   * The bytes of a pipeline file.
   *
   * @throws UsageException if it is a folder or not a text, for example because a dump was given
   *     instead
   */
  static byte[] bytes(Location path) throws IOException {
    if (path.isLocalFolder()) {
      throw new UsageException(
          path
              + " is a folder, not a pipeline file; to read the dumps in it, use crashtag run"
              + " --input "
              + path);
    }
    byte[] bytes = path.read();
    if (UserText.isBinary(bytes)) {
      throw new UsageException(
          path
              + " is not a text, so it can't be a pipeline file; to read dumps, use crashtag run"
              + " --input "
              + path);
    }
    return bytes;
  }

  private static DeclaredDecoders declared(
      Location path, PipelineFile file, Map<String, String> defines, List<FaultException> faults) {
    try {
      return DeclaredDecoders.of(path, file, Decoders.load(), defines);
    } catch (FaultException e) {
      faults.add(e);
      return DeclaredDecoders.NONE;
    }
  }

  private static void checkTables(
      List<Name> tables, Decoders decoders, List<FaultException> faults) {
    List<String> names = Tables.all(decoders.tables()).stream().map(TableSchema::name).toList();
    for (Name table : tables) {
      if (!names.contains(table.text())) {
        faults.add(
            new FaultException(
                table.place(),
                "no table \"" + table.text() + "\"" + Nearest.hint(table.text(), names)));
      }
    }
  }

  /** Each must be known, and no two may be the same tag. */
  private static void checkTags(
      List<Name> tags, TagSelector selector, List<FaultException> faults) {
    for (Name tag : tags) {
      try {
        Predicate<Guid> selected = selector.select(List.of(tag.text()));
        for (Name other : tags) {
          Optional<Guid> guid = Guid.parse(other.text());
          if (!other.equals(tag) && guid.filter(selected).isPresent()) {
            faults.add(
                new FaultException(
                    other.place(), "this tag is already given as \"" + tag.text() + "\""));
          }
        }
      } catch (TagSelector.UnknownTagException e) {
        faults.add(new FaultException(tag.place(), e.getMessage()));
      }
    }
  }

  private static void checkLimit(Name limit, List<FaultException> faults) {
    if (RejectLimit.of(limit.text()).isEmpty()) {
      faults.add(
          new FaultException(
              limit.place(), "max-rejects" + RejectLimit.EXPECTED + '"' + limit.text() + '"'));
    }
  }
}
