using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Cameras;

/// <summary>How a lens bends straight lines (sensor_msgs/distortion_models.hpp).</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<DistortionModel>))]
public enum DistortionModel
{
    /// <summary>Brown and Conrady's, five coefficients: k1, k2, p1, p2, k3.</summary>
    PlumbBob,

    /// <summary>Eight coefficients: k1, k2, p1, p2, k3, k4, k5, k6.</summary>
    RationalPolynomial,

    /// <summary>A fish eye's, four coefficients: k1, k2, k3, k4.</summary>
    Equidistant,
}
