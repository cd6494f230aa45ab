/** The programs of the jars for Flink and Spark: the command line, with the jar's own runner. */
package org.crashtag.engine;
