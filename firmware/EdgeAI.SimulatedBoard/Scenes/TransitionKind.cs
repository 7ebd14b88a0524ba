namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>Which truth of the scene changes at a transition.</summary>
public enum TransitionKind
{
    /// <summary><see cref="Scene.PersonPresent"/>.</summary>
    Person,

    /// <summary><see cref="Scene.AnyTouched"/>.</summary>
    Touch,

    /// <summary><see cref="Scene.Grasp"/>.</summary>
    Grasp,

    /// <summary><see cref="Scene.WrenchWindowAt(long)"/>: a window begins or ends.</summary>
    Wrench,
}
