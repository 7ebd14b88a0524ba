using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Stages;

/// <summary>What a stage does. <see cref="StageFacts"/> says what each kind needs.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<StageKind>))]
public enum StageKind
{
    /// <summary>Whether a grasp will hold, by a model over taxels.</summary>
    GraspStability,

    /// <summary>What went wrong with a motion, by a model over a window of wrenches.</summary>
    WrenchFailure,

    /// <summary>Whether a warm body stands in a thermal image.</summary>
    Presence,

    /// <summary>Whether any taxel is touched, by the chip's own decision.</summary>
    Touch,

    /// <summary>Whether a bridge carries more than a threshold.</summary>
    Force,

    /// <summary>Whether a wrench's force is a contact, with hysteresis and debounce.</summary>
    WrenchContact,

    /// <summary>Which way an IMU is turned.</summary>
    Orientation,

    /// <summary>A wrench told in another frame.</summary>
    WrenchFrame,

    /// <summary>An IMU's readings told in another frame's directions.</summary>
    ImuFrame,

    /// <summary>A wrench without the weight of the tool behind it, by the orientation of an IMU that is fixed to it.</summary>
    ToolWeight,

    /// <summary>The torques that the world puts on an arm's joints, from their motion and what their motors give.</summary>
    ExternalTorque,

    /// <summary>Whether any taxel is touched, by how far it is from its untouched value, with hysteresis and debounce.</summary>
    TaxelContact,

    /// <summary>Which way an IMU is turned, its heading by a magnetometer that is fixed to it.</summary>
    MagneticOrientation,

    /// <summary>Temperatures from an MLX90640's pages and its EEPROM.</summary>
    ThermalImage,

    /// <summary>What a detector finds in a camera's images.</summary>
    Detect,

    /// <summary>Whether a detector sees anything of one class.</summary>
    Sighting,

    /// <summary>Whether what a tactile sensor holds slips, by a model over its last readings.</summary>
    SlipOnset,

    /// <summary>Whether an arm works as it should, by a model over the currents and rates of its joints.</summary>
    JointAnomaly,

    /// <summary>Whether something touches an arm, by a model over the external torques and rates of its joints.</summary>
    Collision,
}
