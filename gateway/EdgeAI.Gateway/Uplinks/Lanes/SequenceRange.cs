namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>A stretch of sequences that is still to be sent.</summary>
/// <param name="After">The sequence before the first.</param>
/// <param name="Through">The last.</param>
internal readonly record struct SequenceRange(long After, long Through);
