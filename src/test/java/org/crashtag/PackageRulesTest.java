package org.crashtag;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The design's rules of which package may know which. */
class PackageRulesTest {
  private static final String ROOT = "org.crashtag.";

  /** From the lowest to the highest; one knows only those before it. */
  private static final List<String> LAYERS =
      List.of(
          "bytes",
          "layout",
          "storage",
          "source",
          "dump",
          "tag",
          "decode",
          "table",
          "store",
          "sql",
          "pipeline",
          "cli");

  /** Beside the layers: who may use it, and what it may use. */
  private static final String SAMPLE = "sample";

  /** The packages that may know Beam, where they are there. */
  private static final String[] BEAM_USERS = {ROOT + "pipeline..", ROOT + "storage.beam.."};

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.crashtag");

  static List<String> layers() {
    return LAYERS;
  }

  @Test
  void everyPackageHasItsPlace() {
    Set<String> found =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .map(name -> name.substring(ROOT.length()).split("\\.", -1)[0])
            .collect(Collectors.toSet());

    assertThat(found).contains(SAMPLE).containsAll(LAYERS).hasSize(LAYERS.size() + 1);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void lowerNeverKnowsHigher(String layer) {
    String[] higher =
        LAYERS.subList(LAYERS.indexOf(layer) + 1, LAYERS.size()).stream()
            .map(name -> ROOT + name + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + layer + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(higher))
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  /** Where bytes come from is told by {@code bytes.Content}; archives and files stay outside. */
  @Test
  void formatsNeverKnowWhereTheirBytesComeFrom() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "layout..", ROOT + "dump..", ROOT + "tag..", ROOT + "decode..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(ROOT + "source..", ROOT + "storage.."))
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  @Test
  void decodingNeverKnowsADecoder() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "decode")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "decode.kmdf..")
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  @Test
  void builderOfDumpsSharesNothingWithTheReaderButBytes() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + SAMPLE + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.crashtag..")
                .and(not(resideInAnyPackage(ROOT + SAMPLE + "..", ROOT + "bytes.."))))
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineKnowsTheBuilderOfDumps() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "cli..", ROOT + SAMPLE + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + SAMPLE + "..")
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  @Test
  void beamStaysWhereItBelongs() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BEAM_USERS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.beam..")
        .allowEmptyShould(false)
        .check(CLASSES);
  }

  /** Formats know of no files, tables or libraries: streams and bytes are all they need. */
  @Test
  void formatsAreReadWithoutLibraries() {
    classes()
        .that()
        .resideInAnyPackage(
            ROOT + "bytes..", ROOT + "layout..", ROOT + "dump..", ROOT + "tag..", ROOT + "decode..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "javax.crypto..", "javax.xml.stream..", "org.crashtag.."))
        .allowEmptyShould(false)
        .check(CLASSES);
  }
}
