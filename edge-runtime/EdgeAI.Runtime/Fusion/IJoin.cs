namespace EdgeAI.Runtime.Fusion;

/// <summary>What an input tells.</summary>
internal interface IJoin
{
    /// <summary>One of the inputs has something new, or is closed.</summary>
    void InputChanged();
}
