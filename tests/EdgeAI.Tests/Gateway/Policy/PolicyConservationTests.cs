using System.Buffers.Binary;
using EdgeAI.Device.Messages;
using EdgeAI.Profiles.Policies;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>What was acknowledged is stored or counted as withheld, whatever is rolled back, killed, restarted or changed on the way.</summary>
public sealed class PolicyConservationTests
{
    private const int Seeds = 400;

    private static readonly string[] Rules =
    [
        "\"stream\": 1, \"everyNth\": 3, \"leaves\": true",
        "\"stream\": 2, \"maximumHz\": 2, \"leaves\": true",
        """ "stream": 3, "message": "temperature", "deadband": { "heartbeatSeconds": 5, "fields": [ { "field": "value", "unit": "degree-celsius", "by": 0.1 } ] }, "leaves": true """,
        """ "stream": 4, "message": "temperature", "window": { "seconds": 2 }, "leaves": true """,
        """ "stream": 5, "message": "imu", "window": { "seconds": 1, "keeps": "maximum" }, "redact": ["orientation"], "leaves": true """,
        "\"stream\": 6, \"leaves\": false",
        """ "stream": 7, "geofence": { "leaves": "inside", "circle": { "latitude": 1, "longitude": 1, "radiusMetres": 10 } }, "leaves": true """,
        "\"message\": \"image\", \"redact\": [\"samples\"], \"leaves\": true",
    ];

    [Fact]
    public void Policy_RandomLives_OfferedIsStoredPlusWithheld()
    {
        long frames = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            frames += Live(seed);
        }

        Assert.True(frames > 100 * Seeds, "the lives were busy ones");
    }

    [Fact]
    public void Policy_WindowsInterruptedAtRandom_LeaveTheFramesOfAnUninterruptedLife()
    {
        PolicyProfile policy = PolicyRules.Of(1, Rules[3], Rules[4]);
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            PolicyDriver calm = new(policy);
            PolicyDriver shaken = new(policy);
            long stamp = OfferedFrame.Begin;
            for (int step = 0; step < 60; step++)
            {
                OfferedFrame[] group = [.. Enumerable.Range(0, random.Next(1, 5)).Select(index =>
                {
                    stamp += random.Next(1, 500) * 1_000_000L;
                    return Frame(random, (byte)random.Next(4, 6), (step * 10) + index, stamp);
                })];
                calm.Commit(group);
                Shake(shaken, random, policy, group);
                shaken.Commit(group);
            }

            Assert.Equal(calm.Frames.Select(static record => Convert.ToHexString(record.Frame)), shaken.Frames.Select(static record => Convert.ToHexString(record.Frame)));
            Assert.Equal(calm.Frames.Select(static record => (record.Stamp, record.Uncertainty)), shaken.Frames.Select(static record => (record.Stamp, record.Uncertainty)));
        }
    }

    private static long Live(int seed)
    {
        Random random = new(seed);
        int revision = 1;
        string[] rules = [.. Rules.Where(_ => random.Next(4) > 0)];
        PolicyProfile? policy = PolicyRules.Of(revision, rules);
        PolicyDriver driver = new(policy);
        Dictionary<(string Robot, uint Boot, byte Stream), long> offered = [];
        Dictionary<string, byte[]> sent = [];
        uint[] boots = [1, 1];
        long sequence = 0;
        for (int step = 0; step < 80; step++)
        {
            OfferedFrame[] group = [.. Enumerable.Range(0, random.Next(0, 8)).Select(_ => AnyFrame(random, driver.Now, boots, ref sequence))];
            Shake(driver, random, policy, group);
            driver.Commit(group);
            foreach (OfferedFrame frame in group)
            {
                (string, uint, byte) stream = (frame.Robot, frame.Boot, frame.Frame[3]);
                offered[stream] = offered.GetValueOrDefault(stream) + 1;
                sent.Add(NameOf(frame.Robot, frame.Boot, frame.Frame), frame.Frame);
            }

            driver.Now += random.Next(0, 3000) * 1_000_000L;
            switch (random.Next(40))
            {
                case 0:
                    boots[random.Next(boots.Length)]++;
                    break;
                case 1:
                    driver.Finish();
                    driver.Restart(policy);
                    break;
                case 2:
                    policy = random.Next(3) == 0 ? null : PolicyRules.Of(++revision, [.. Rules.Where(_ => random.Next(3) > 0)]);
                    driver.Restart(policy);
                    break;
                case 3:
                    driver.Now -= random.Next(1, 100_000) * 1_000_000L;
                    break;
            }
        }

        driver.Now += 100_000 * OfferedFrame.Second;
        driver.Commit();
        driver.Finish();
        Check(seed, driver, offered, sent);
        return sent.Count;
    }

    private static void Check(int seed, PolicyDriver driver, Dictionary<(string Robot, uint Boot, byte Stream), long> offered, Dictionary<string, byte[]> sent)
    {
        Dictionary<(string Robot, uint Boot, byte Stream), long> found = [];
        HashSet<string> names = [];
        foreach (PolicyRecord record in driver.Frames)
        {
            string name = NameOf(record.Robot, record.Boot, record.Frame);
            Assert.True(names.Add(name), $"seed {seed}: {name} was stored twice");
            Assert.True(sent.TryGetValue(name, out byte[]? frame), $"seed {seed}: {name} was never offered");
            Assert.True((record.Handling & Handling.Reduced) != 0 || frame.AsSpan().SequenceEqual(record.Frame), $"seed {seed}: {name} was changed and does not say so");
            (string, uint, byte) stream = (record.Robot, record.Boot, record.Frame[3]);
            found[stream] = found.GetValueOrDefault(stream) + 1;
        }

        foreach (PolicyRecord record in driver.Stored.Where(static record => record.Kind == RecordKind.Withheld))
        {
            Assert.True(Withheld.TryRead(record.Frame, out Withheld report));
            (string, uint, byte) stream = (report.RobotName, report.RobotBoot, report.Stream);
            found[stream] = found.GetValueOrDefault(stream) + report.Count;
        }

        Assert.True(
            offered.Count == found.Count && offered.All(pair => found.GetValueOrDefault(pair.Key) == pair.Value),
            $"seed {seed}: offered {string.Join(", ", offered.OrderBy(static pair => pair.Key))}; stored and withheld {string.Join(", ", found.OrderBy(static pair => pair.Key))}");
    }

    // Whatever may come before a commit that holds the group: rollbacks, and lives that end with the transaction open.
    private static void Shake(PolicyDriver driver, Random random, PolicyProfile? policy, OfferedFrame[] group)
    {
        while (random.Next(3) == 0)
        {
            if (random.Next(3) > 0)
            {
                driver.Fail(late: random.Next(2) == 0, group);
            }
            else
            {
                driver.BeginAndDie(late: random.Next(2) == 0, group);
                driver.Restart(policy);
            }
        }
    }

    private static OfferedFrame AnyFrame(Random random, long now, uint[] boots, ref long sequence)
    {
        int robot = random.Next(boots.Length);
        long stamp = now - (random.Next(0, 5000) * 1_000_000L);
        return Frame(random, (byte)random.Next(1, 9), sequence++, stamp) with { Robot = $"r{robot}", Boot = boots[robot], Class = (RecordClass)random.Next(1, 5) };
    }

    private static OfferedFrame Frame(Random random, byte stream, long sequence, long stamp)
    {
        Message message = stream switch
        {
            5 => new Imu { Parts = ImuParts.Orientation | ImuParts.AngularVelocity, AngularVelocity = { [0] = random.Next(-100, 100), [2] = int.MaxValue - random.Next(5) } },
            _ when random.Next(12) == 0 => new Fault { Status = EdgeAI.Device.Board.SensorStatus.Timeout, FailedReadings = 1 },
            _ when random.Next(8) == 0 => new Image(1) { Width = 1, Height = 1 },
            _ => new Temperature { Value = random.Next(2000, 2030), Scale = new Scale(1, -2, Unit.DegreeCelsius) },
        };
        OfferedFrame offered = OfferedFrame.Of(message, sequence, stamp, stream: stream);
        if (random.Next(20) == 0)
        {
            offered.Frame[^1] ^= 0x40; // Damaged where the gateway does not look before it must.
        }

        return offered;
    }

    private static string NameOf(string robot, uint boot, byte[] frame) => $"{robot}/{boot}/{frame[3]}/{BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(8))}";
}
