using System.Text.Json.Nodes;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Networks;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Models;
using EdgeAI.Tests.Device.Board;

namespace EdgeAI.Tests.Perception.Networks;

/// <summary>The network that a board carries is the one that its card describes, and answers as the card says.</summary>
public sealed class ContactSlipModelTests
{
    [Fact]
    public void Tables_OfTheGeneratedClass_AreThoseOfTheCardAndItsModel()
    {
        using Model model = ShippedModels.Open(ShippedModels.Slip);
        JsonNode card = JsonNode.Parse(File.ReadAllText(Path.Combine(ShippedModels.FolderOf(ShippedModels.Slip), ModelCard.FileName)))!;
        string source = File.ReadAllText(Checkout.PathOf("firmware", "EdgeAI.Device", "Networks", "ContactSlipNetwork.g.cs"));
        byte[] digest = new byte[32];
        ContactSlipNetwork.Make().CopyDigest(digest);

        Assert.Equal((string?)card["boardDigest"], Convert.ToHexStringLower(digest));
        Assert.Contains("digest " + Convert.ToHexStringLower(digest), source, StringComparison.Ordinal);
        Assert.Contains("SHA-256 " + model.Card.Sha256, source, StringComparison.Ordinal);
    }

    [Fact]
    public void Decisions_OnHeldOutObjects_AreAsAccurateAsTheCardSays()
    {
        using Model model = ShippedModels.Open(ShippedModels.Slip);
        VirtualClock clock = new();
        int right = 0;
        int same = 0;
        List<(string Object, bool IsSlip, short[] Taxels)> grasps = [.. Grasps().Where(grasp => model.Card.Split.Objects.Contains(grasp.Object))];
        TactileArray skin = new(72, 1) { TaxelCount = 72 };
        foreach ((_, bool isSlip, short[] taxels) in grasps)
        {
            taxels.CopyTo(skin.Values, 0);
            ContactSlip stage = new(
                new ContactSlipOptions { DecidesContact = false, WindowReadings = 1, RunEvery = 1, DebounceRuns = 1 }, ContactSlipNetwork.Make(), ContactSlipNetwork.MakeProbabilities(), clock);
            Assert.True(stage.TryDecide(skin, out Decision? decision));
            int answer = Assert.IsType<Classification>(decision).ClassIndex;
            right += model.Card.Outputs[0].Labels[answer] == (isSlip ? "slip" : "stable") ? 1 : 0;
            same += answer == FloatAnswer(model, skin) ? 1 : 0;
        }

        ModelMetric accuracy = model.Card.Metrics.Single(static metric => metric is { Name: "accuracy", On: "held-out objects, int8 on the board" });
        Assert.Equal(accuracy.N, grasps.Count);
        Assert.Equal(accuracy.Value, (double)right / grasps.Count, 3.0 / grasps.Count);
        ModelMetric agreement = model.Card.Metrics.Single(static metric => metric.Name == "same-answer-as-float32");
        Assert.Equal(agreement.Value, (double)same / grasps.Count, 3.0 / grasps.Count);
    }

    [Fact]
    public void Board_RecordedGraspsPlayedTwice_SendsTheSameBytes()
    {
        List<(string Object, bool IsSlip, short[] Taxels)> grasps = [.. Grasps().Take(300)];

        byte[] first = Play(grasps, sendsReadings: true);

        Assert.True(first.Length > 300 * 150);
        Assert.Equal(first, Play(grasps, sendsReadings: true));
        byte[] decisions = Play(grasps, sendsReadings: false);
        Assert.Equal(decisions, Play(grasps, sendsReadings: false));
        Assert.InRange(decisions.Length, 1000, first.Length / 5);
    }

    private static byte[] Play(List<(string Object, bool IsSlip, short[] Taxels)> grasps, bool sendsReadings)
    {
        const long period = 10_000_000;
        VirtualClock clock = new();
        RecordedSkin skin = new(clock, grasps);
        ContactSlip stage = new(new ContactSlipOptions { DecidesContact = false }, ContactSlipNetwork.Make(), ContactSlipNetwork.MakeProbabilities(), clock);
        SampledStream stream = new(9, skin, period, stage, sendsReadings);
        InProcessLink link = new(8192);
        BoardCore board = new(3, 7, FrameFlags.Replayed, clock, link.BoardEnd, [stream]);
        using MemoryStream sent = new();
        byte[] chunk = new byte[8192];
        board.Start();
        for (int step = 0; step < grasps.Count; step++)
        {
            clock.Nanoseconds += board.Step();
            sent.Write(chunk, 0, link.RobotEnd.Receive(chunk, 0, chunk.Length));
        }

        Assert.True(stream.IsConserved());
        Assert.True(stream.Decisions > 5);
        return sent.ToArray();
    }

    private static int FloatAnswer(Model model, TactileArray skin)
    {
        TactileWindow window = new(3, 24, 1);
        window.Add(skin);
        sbyte[] input = new sbyte[72];
        window.Fill(input);
        for (int taxel = 0; taxel < input.Length; taxel++)
        {
            model.Session.Input<float>(0)[taxel] = input[taxel];
        }

        model.Session.Run();
        return model.Session.Output(0)[0] >= model.Session.Output(0)[1] ? 0 : 1;
    }

    private static IEnumerable<(string Object, bool IsSlip, short[] Taxels)> Grasps() =>
        from path in Directory.GetFiles(Checkout.SharedData("tactile", "biotac-sp-stability-v2"), "*.csv").Order(StringComparer.Ordinal)
        from line in File.ReadLines(path).Skip(1)
        let fields = line.Split(',')
        select (fields[0], fields[1] == "1", fields.Skip(2).Select(short.Parse).ToArray());

    private sealed class RecordedSkin(IClock clock, List<(string Object, bool IsSlip, short[] Taxels)> grasps) : ISensor
    {
        private readonly TactileArray _reading = new(72, 1) { TaxelCount = 72 };
        private int _next;

        public Message Reading => _reading;

        public SensorStatus Start() => SensorStatus.Ok;

        public SensorStatus Read()
        {
            grasps[_next++ % grasps.Count].Taxels.CopyTo(_reading.Values, 0);
            _reading.Stamp = new Stamp(clock.Nanoseconds, 1000);
            return SensorStatus.Ok;
        }
    }
}
