namespace EdgeAI.Runtime.Ros;

/// <summary>A place at which two messages differ.</summary>
/// <param name="Path">The field, such as header.stamp.sec or ranges[3].</param>
/// <param name="Left">What the one says there.</param>
/// <param name="Right">What the other says.</param>
public sealed record CdrDifference(string Path, string Left, string Right);
