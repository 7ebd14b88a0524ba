namespace EdgeAI.Tests.Gateway.Downlink;

/// <summary>The process ends here.</summary>
internal sealed class KilledException : Exception;
