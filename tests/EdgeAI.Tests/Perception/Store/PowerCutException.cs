namespace EdgeAI.Tests.Perception.Store;

/// <summary>The power ended: nothing that comes after it happens, and nobody catches it.</summary>
internal sealed class PowerCutException : Exception;
