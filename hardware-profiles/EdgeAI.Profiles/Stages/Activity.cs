using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Stages;

/// <summary>
/// What an arm is doing while its wrist is watched: the five learning problems of the UCI robot execution failures data set,
/// LP1 to LP5, named as its documentation names them.
/// </summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Activity>))]
public enum Activity
{
    /// <summary>LP1: failures in approach to grasp position.</summary>
    ApproachToGrasp,

    /// <summary>LP2: failures in transfer of a part.</summary>
    TransferOfPart,

    /// <summary>LP3: position of the part after a transfer failure.</summary>
    PositionAfterTransferFailure,

    /// <summary>LP4: failures in approach to ungrasp position.</summary>
    ApproachToUngrasp,

    /// <summary>LP5: failures in motion with a part.</summary>
    MotionWithPart,
}
