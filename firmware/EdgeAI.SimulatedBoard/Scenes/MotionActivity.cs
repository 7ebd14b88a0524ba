namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>What the arm does: the five problems of the UCI data set "Robot Execution Failures" (lp1 to lp5).</summary>
public enum MotionActivity
{
    /// <summary>lp1: approach to grasp position.</summary>
    ApproachToGrasp,

    /// <summary>lp2: transfer of a part.</summary>
    TransferOfPart,

    /// <summary>lp3: position of the part after a transfer failure.</summary>
    PositionAfterTransferFailure,

    /// <summary>lp4: approach to ungrasp position.</summary>
    ApproachToUngrasp,

    /// <summary>lp5: motion with the part.</summary>
    MotionWithPart,
}
