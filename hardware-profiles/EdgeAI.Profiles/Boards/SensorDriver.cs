using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>What reads a sensor. <see cref="DriverFacts"/> says what each needs and gives.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SensorDriver>))]
public enum SensorDriver
{
    /// <summary>Panasonic Grid-EYE AMG8833: 8x8 thermal array.</summary>
    Amg8833,

    /// <summary>NXP MPR121: 12 capacitive electrodes.</summary>
    Mpr121,

    /// <summary>Nuvoton NAU7802: 24-bit bridge converter.</summary>
    Nau7802,

    /// <summary>A simulated three-finger hand of 3x24 taxels, in the layout that the grasp model was trained on.</summary>
    SimulatedHand,

    /// <summary>A simulated six-axis wrist sensor.</summary>
    SimulatedWrist,
}
