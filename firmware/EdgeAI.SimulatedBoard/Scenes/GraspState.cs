namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>How the hand stands to the object.</summary>
public enum GraspState
{
    /// <summary>The hand holds nothing, or is still closing on the object.</summary>
    None,

    /// <summary>The object is held and does not move in the hand.</summary>
    Stable,

    /// <summary>The object is held and slides in the hand.</summary>
    Slip,
}
