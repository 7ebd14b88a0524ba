namespace EdgeAI.Runtime.Recording;

/// <summary>Where two recordings first part.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Message">The how-manieth message of the topic, from 0.</param>
/// <param name="Sequence">Its sequence number at its source.</param>
/// <param name="Lines">What differs in it, a line each: the field and both values.</param>
public sealed record RecordingDifference(string Topic, long Message, uint Sequence, IReadOnlyList<string> Lines);
