namespace EdgeAI.Device.Messages;

/// <summary>What an unlearned stage decides on. Numbers are wire numbers and never reused.</summary>
public enum PerceptionEventKind : byte
{
    /// <summary>A warm body stands out in a thermal image.</summary>
    Presence = 1,

    /// <summary>At least one taxel is touched.</summary>
    Touch = 2,

    /// <summary>A bridge carries a force above its threshold.</summary>
    Force = 3,
}
