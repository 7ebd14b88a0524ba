using System.CommandLine;
using System.Globalization;
using EdgeAI.Gateway.Policy;
using EdgeAI.Profiles;

namespace EdgeAI.Gateway.Commands;

/// <summary>
/// <c>policy check PROFILE</c>: what leaves the gateway, rule by rule, in words; <c>policy try</c>: what becomes of given frames. Exit code 0, or 2
/// when the profile has problems or the frames cannot be read.
/// </summary>
internal static class PolicyCommand
{
    private const int CannotRun = 2;

    /// <summary>Makes the command with its parts.</summary>
    /// <param name="time">When frames are received that are tried.</param>
    public static Command Create(TimeProvider time) => new("policy", "What of the records may leave the gateway") { Check(), Try(time) };

    private static Command Check()
    {
        Argument<string> profile = new("PROFILE") { Description = "The robot's profile" };
        Command check = new("check", "Says what leaves, rule by rule, in words") { profile };
        check.SetAction(result => Show(result.GetRequiredValue(profile), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error));
        return check;
    }

    private static Command Try(TimeProvider time)
    {
        Option<string> profile = new("--profile") { Description = "The robot's profile", Required = true };
        Option<string?> topic = new("--topic") { Description = "The topic of a robot's publish, whose payload is the input: a batch or one raw frame; without it the input is a file of 'spool export'" };
        Option<string?> from = new("--from") { Description = "The file to read; the standard input without it" };
        Option<string?> position = new("--position") { Description = "Where the robots are, LATITUDE,LONGITUDE in degrees, for a policy whose robots tell it themselves; without it that is not known" };
        Command command = new("try", "Says frame by frame which leave, which stay and by which rule; stores and sends nothing") { profile, topic, from, position };
        command.SetAction((result, _) => OneLine.RunAsync(result, output => TryAsync(result.GetRequiredValue(profile), result.GetValue(topic), result.GetValue(from), result.GetValue(position), time, output)));
        return command;
    }

    private static int Show(string path, TextWriter output, TextWriter error)
    {
        if (!ProfileLoader.TryLoad(path, out Profile? profile, out IReadOnlyList<ProfileProblem> problems))
        {
            foreach (ProfileProblem problem in problems)
            {
                error.WriteLine(problem);
            }

            return CannotRun;
        }

        foreach (string line in PolicyWords.Of(profile.Gateway.Policy))
        {
            output.WriteLine(line);
        }

        return 0;
    }

    private static async Task<int> TryAsync(string path, string? topic, string? from, string? position, TimeProvider time, TextWriter output)
    {
        if (!ProfileLoader.TryLoad(path, out Profile? profile, out IReadOnlyList<ProfileProblem> problems))
        {
            throw new GatewayException($"{problems[0]}{(problems.Count > 1 ? $" (and {problems.Count - 1} more: policy check {path})" : "")}");
        }

        PolicyTrial trial = new(profile.Gateway.Policy, new FixedPosition(PlaceOf(profile, position)), output);
        Stream input = from is null ? Console.OpenStandardInput() : File.OpenRead(from);
        await using (input.ConfigureAwait(false))
        {
            if (topic is null)
            {
                long others = TrialInput.OfferExport(input, trial);
                await output.WriteAsync(others == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{others} records of the gateway's own are no frames and always leave\n")).ConfigureAwait(false);
            }
            else
            {
                using MemoryStream payload = new();
                await input.CopyToAsync(payload).ConfigureAwait(false);
                TrialInput.OfferPublish(topic, profile.Site, payload.GetBuffer().AsSpan(0, (int)payload.Length), time, trial);
            }
        }

        trial.End();
        return 0;
    }

    private static GeoPosition? PlaceOf(Profile profile, string? position)
    {
        if (position is null)
        {
            return profile.Gateway.Policy?.Position is { } place ? new GeoPosition(place.Latitude, place.Longitude, 0) : null;
        }

        double[] degrees = [.. position.Split(',').Select(static part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        return degrees is [>= -90 and <= 90, >= -180 and <= 180]
            ? new GeoPosition(degrees[0], degrees[1], 0)
            : throw new GatewayException($"--position '{position}' is no place: write latitude and longitude in degrees, as in 52.5,13.4");
    }
}
