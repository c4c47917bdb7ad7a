// What is being compiled, as it is told to who shows it (EngineOptions::progress).
#include "engine/parts.h"

namespace tiercel {

void Engine::Parts::tell_step(bool expanding, std::string_view what) {
  if (!telling || !options.progress) return;
  CompileStep step{.what = what, .expanding = expanding};
  for (const auto& library : system.libraries()) {
    if (library->from_image || !library->body) continue;
    if (compiled_files.compiled(library.get())) {
      step.fetched++;
      continue;
    }
    step.libraries++;
    step.done += expanding
                     ? library->state == syntax::Library::State::ready
                     : (library->instantiated || compiled_files.is_complete(library.get())) && library->key != what;
  }
  options.progress->step(step);
}

void Engine::Parts::tell_pause() {
  if (options.progress) options.progress->pause();
}

}  // namespace tiercel
