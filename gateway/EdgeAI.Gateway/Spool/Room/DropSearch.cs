namespace EdgeAI.Gateway.Spool.Room;

/// <summary>How much a drop looks for.</summary>
/// <param name="Bytes">Enough are found when their rows have as many.</param>
/// <param name="MaximumRows">The most rows to take; those of the gateway's own are none.</param>
/// <param name="MayGo">Whether one may go, by its sequence and receipt: the first that may not ends the search.</param>
internal readonly record struct DropSearch(long Bytes, int MaximumRows, Func<long, long, bool>? MayGo);
