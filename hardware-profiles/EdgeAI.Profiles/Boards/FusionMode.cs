using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>What a BNO055 fuses an orientation of.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<FusionMode>))]
public enum FusionMode
{
    /// <summary>Accelerometer and gyroscope: heading starts at zero and drifts, magnets do no harm.</summary>
    Imu,

    /// <summary>The magnetometer as well: absolute heading.</summary>
    Ndof,
}
