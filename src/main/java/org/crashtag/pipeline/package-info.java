/** The nightly job: the pipeline file and the Beam transforms, named after the data's journey. */
package org.crashtag.pipeline;
