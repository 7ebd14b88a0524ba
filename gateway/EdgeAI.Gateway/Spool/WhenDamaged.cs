namespace EdgeAI.Gateway.Spool;

/// <summary>What is done at the start with a spool file that cannot be opened because it is damaged.</summary>
public enum WhenDamaged
{
    /// <summary>The file is kept under another name, a new one goes on with the same epoch, and all that the old one may have held is declared lost.</summary>
    StartNew,

    /// <summary>The gateway does not start.</summary>
    Stop,
}
