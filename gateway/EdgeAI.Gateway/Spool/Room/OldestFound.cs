namespace EdgeAI.Gateway.Spool.Room;

/// <summary>How far a search for the oldest rows came.</summary>
/// <param name="Span">What may be dropped.</param>
/// <param name="Rows">How many rows were looked at.</param>
/// <param name="Last">The last of them.</param>
/// <param name="NoneThrough">Nothing through it may be dropped.</param>
/// <param name="MetDamage">A damaged page lies behind the last row.</param>
internal readonly record struct OldestFound(DropSpan Span, long Rows, long Last, long NoneThrough, bool MetDamage);
