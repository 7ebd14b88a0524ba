namespace EdgeAI.Tests.Device.FullDay;

/// <summary>Runs without any other test beside it: what the process holds in memory is then the day's own.</summary>
[CollectionDefinition(nameof(ADayAlone), DisableParallelization = true)]
public sealed class ADayAlone;
