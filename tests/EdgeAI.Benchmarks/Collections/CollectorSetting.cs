namespace EdgeAI.Benchmarks.Collections;

/// <summary>How a process is told to collect garbage and to compile.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="LatencyMode">The collector's latency mode, set by the program itself.</param>
/// <param name="Variables">Environment variables of the runtime, name and value.</param>
internal sealed record CollectorSetting(string Name, System.Runtime.GCLatencyMode LatencyMode, params (string Name, string Value)[] Variables);
