using EdgeAI.Device.Messages;

namespace EdgeAI.Gateway.Policy;

/// <summary>A field that a deadband watches.</summary>
/// <param name="Number">The field's place in <see cref="PayloadFields.NamesOf"/>.</param>
/// <param name="Unit">The unit of the bound.</param>
/// <param name="By">The largest change that is kept back, in the unit.</param>
internal readonly record struct WatchedField(int Number, Unit Unit, double By);
