using EdgeAI.Profiles;

namespace EdgeAI.Robot.Wiring;

/// <summary>How often a profile's streams come at most: a sensor's as its board asks for it, a stage's as the first of what it takes.</summary>
/// <param name="profile">The profile.</param>
internal sealed class StreamRates(Profile profile)
{
    /// <summary>The highest rate of a stream, in hertz.</summary>
    public double Of(string stream)
    {
        while (profile.Stages.FirstOrDefault(stage => stage.Name == stream) is { } stage)
        {
            stream = stage.InputNames[0];
        }

        return profile.Boards.SelectMany(static board => board.Sensors).First(sensor => sensor.Name == stream).RateHz;
    }
}
