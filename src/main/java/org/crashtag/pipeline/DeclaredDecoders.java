package org.crashtag.pipeline;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crashtag.decode.Column;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.declared.Declaration;
import org.crashtag.decode.declared.DeclarationException;
import org.crashtag.decode.declared.DeclaredDecoder;
import org.crashtag.decode.declared.DeclaredTables;
import org.crashtag.decode.declared.LayoutCompiler;
import org.crashtag.decode.declared.TableDeclaration;
import org.crashtag.decode.declared.TextDeclaration;
import org.crashtag.decode.declared.TextDecoder;
import org.crashtag.layout.TypeSource;
import org.crashtag.layout.header.HeaderSource;
import org.crashtag.layout.pdb.PdbTypes;
import org.crashtag.pipeline.PipelineFile.FaultException;
import org.crashtag.source.SymbolStore;
import org.crashtag.storage.Location;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;
import org.crashtag.store.Manifest;
import org.crashtag.table.Tables;

/**
 * The decoders that a pipeline file declares.
 *
 * @param declarations the entries of the file, in order
 * @param decoders one for each, in the same order
 */
public record DeclaredDecoders(
    List<TableDeclaration> declarations, List<DeclaredDecoder> decoders) {
  /** No decoders. */
  public static final DeclaredDecoders NONE = new DeclaredDecoders(List.of(), List.of());

  public DeclaredDecoders {
    declarations = List.copyOf(declarations);
    decoders = List.copyOf(decoders);
  }

  /**
   * Creates the decoders of a pipeline file.
   *
   * @param path of the pipeline file; headers and PDBs are relative to its folder
   * @param builtIn decoders whose tables can't be declared
   * @throws FaultException with the fault of each declaration from which no table can be made
   */
  public static DeclaredDecoders of(Location path, PipelineFile file, Decoders builtIn)
      throws FaultException {
    return of(path, file, builtIn, Map.of());
  }

  /**
   * Creates the decoders of a pipeline file.
   *
   * @param path of the pipeline file; headers and PDBs are relative to its folder
   * @param builtIn decoders whose tables can't be declared
   * @param defines additional macros for every header, by name
   * @throws FaultException with the fault of each declaration from which no table can be made
   */
  public static DeclaredDecoders of(
      Location path, PipelineFile file, Decoders builtIn, Map<String, String> defines)
      throws FaultException {
    List<TableDeclaration> declarations =
        new DeclarationReader(path.toString()).read(file.decode());
    List<DeclaredDecoder> decoders = new ArrayList<>();
    List<FaultException> faults = new ArrayList<>();
    for (TableDeclaration declaration : declarations) {
      try {
        refuseTaken(declaration, Tables.all(builtIn.tables()));
        decoders.add(decoder(declaration, path, defines));
      } catch (DeclarationException e) {
        faults.add(new FaultException(e.place(), e.getMessage()));
      } catch (FaultException e) {
        faults.add(e);
      }
    }
    if (!faults.isEmpty()) {
      throw FaultException.of(faults);
    }
    return new DeclaredDecoders(declarations, decoders);
  }

  private static DeclaredDecoder decoder(
      TableDeclaration table, Location pipeline, Map<String, String> defines)
      throws DeclarationException, FaultException {
    if (table instanceof TextDeclaration text) {
      return TextDecoder.of(text);
    }
    Declaration declaration = ((Declaration) table).withDefines(defines);
    return LayoutCompiler.compile(declaration, types(declaration, pipeline));
  }

  private static TypeSource types(Declaration declaration, Location pipeline)
      throws FaultException {
    Declaration.Name file = declaration.source();
    try {
      return switch (declaration.sourceKind()) {
        case HEADER -> {
          List<Location> includePath = new ArrayList<>();
          for (Declaration.Name each : declaration.includePath()) {
            includePath.add(includeFolder(pipeline, each));
          }
          yield header(pipeline.sibling(file.text()), includePath, declaration.define());
        }
        case PDB ->
            new PdbTypes(new SymbolStore(Storages.all(), pipeline.sibling(file.text()).text()));
      };
    } catch (NoSuchFileException e) {
      throw new FaultException(file.place(), e.getMessage() + ": no such file");
    } catch (IOException | InvalidPathException e) {
      throw new FaultException(file.place(), file.text() + " can't be read: " + e.getMessage());
    }
  }

  private static Location includeFolder(Location pipeline, Declaration.Name name)
      throws FaultException, IOException {
    Location path = pipeline.sibling(name.text());
    Optional<Storage.Entry> there = Storages.all().find(path.text());
    if (there.isEmpty() || there.get().kind() == Storage.Kind.FILE) {
      throw new FaultException(name.place(), path + ": no such folder");
    }
    return path;
  }

  private static HeaderSource header(
      Location header, List<Location> includePath, Map<String, String> defines) throws IOException {
    if (header.isUri()) {
      List<String> roots = includePath.stream().map(Location::text).toList();
      String name = header.text().substring(header.text().lastIndexOf('/') + 1);
      return HeaderSource.of(new StoredHeaders(header.text(), roots), name, defines);
    }
    List<Path> roots = includePath.stream().map(root -> Path.of(root.text())).toList();
    return HeaderSource.of(Path.of(header.text()), roots, defines);
  }

  private static void refuseTaken(TableDeclaration declaration, List<TableSchema> taken)
      throws FaultException {
    for (TableSchema table : taken) {
      if (table.name().equals(declaration.table().text())) {
        throw new FaultException(
            declaration.table().place(),
            table.name() + " is a built-in table: " + table.sentence());
      }
    }
  }

  /** All decoders. Those of the file come first, so that they decode the tags that it declares. */
  public Decoders before(Decoders builtIn) {
    return builtIn.withFirst(DeclaredTables.byTag(decoders));
  }

  /**
   * Compares the tables with those of earlier runs.
   *
   * @param output the output folder, for messages
   * @throws FaultException if the type of a column would change
   */
  public void check(String output, Collection<Manifest> manifests) throws FaultException {
    for (int i = 0; i < decoders.size(); i++) {
      for (Manifest manifest : manifests) {
        check(declarations.get(i), decoders.get(i).table(), output, manifest);
      }
    }
  }

  private static void check(
      TableDeclaration declaration, TableSchema table, String output, Manifest manifest)
      throws FaultException {
    for (Manifest.Table held : manifest.tables()) {
      if (held.name().equals(table.name())) {
        Map<String, String> types = new HashMap<>();
        held.columns().forEach(column -> types.put(column.name(), column.type()));
        for (Column column : table.columns()) {
          String type = types.getOrDefault(column.name(), column.typeName());
          if (!type.equals(column.typeName())) {
            throw new FaultException(
                declaration.table().place(),
                table.name()
                    + "."
                    + column.name()
                    + " would be "
                    + column.typeName()
                    + ", but is "
                    + type
                    + " in "
                    + output
                    + ", run "
                    + manifest.run()
                    + "; name another table");
          }
        }
      }
    }
  }
}
