using EdgeAI.Perception.Models;

namespace EdgeAI.Perception.Store;

/// <summary>A model that was opened, or why it was not.</summary>
/// <param name="Model">The model; null where it was not opened.</param>
/// <param name="Problem">One line that names the thing and the mend; empty on success.</param>
public sealed record OpenedModel(Model? Model, string Problem);
