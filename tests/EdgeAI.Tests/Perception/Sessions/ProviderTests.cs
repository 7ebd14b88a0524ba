using System.Text;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions.Providers;
using EdgeAI.Tests.Perception.Models;
using EdgeAI.Tests.Perception.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAI.Tests.Perception.Sessions;

public sealed class ProviderTests : IDisposable
{
    private const string Cuda = "CUDAExecutionProvider";
    private const string TensorRt = "TensorrtExecutionProvider";
    private const string Cpu = "CPUExecutionProvider";
    private const string Mend = "use an OnnxRuntime that was built with it ('inferenceLibrary'), or change 'providers' in the profile (SESSIONS.md), or 'strict': false to be warned alone";

    private readonly ModelFolder _folder = new(MadeModel.OneStep("Relu", TensorElementType.Float, 1, 4));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Providers_NoneSaid_RunOnTheCpuUnwatched()
    {
        FakeProviders fake = new();
        using Model model = _folder.Open(new ModelOptions { Backend = fake });
        Assert.Equal("cpu", string.Join(", ", model.Session.Providers));
        Assert.Equal(ExecutionProvider.Cpu, model.Session.ExecutionProvider);
        Assert.Empty(model.Session.Warnings);
        Assert.False(fake.WasWatched);
    }

    [Fact]
    public void Providers_InAList_AreAppendedInItsOrderAndCounted()
    {
        FakeProviders fake = new FakeProviders().With(Cuda, 30).With(TensorRt, 200).With(Cpu, 4);
        using Model model = _folder.Open(fake.Options(ExecutionProvider.TensorRt, ExecutionProvider.Cuda, ExecutionProvider.Cpu));
        Assert.Equal([ExecutionProvider.TensorRt, ExecutionProvider.Cuda], fake.Appended.Select(static entry => entry.Provider));
        Assert.Equal("tensorrt (200 operations), cuda (30 operations), cpu (4 operations)", string.Join(", ", model.Session.Providers));
        Assert.Equal(ExecutionProvider.TensorRt, model.Session.ExecutionProvider);
        Assert.Empty(model.Session.Warnings);
        Assert.Contains("tensorrt (200 operations)", model.Identity.Providers, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_OfAProviderWithMemoryOfItsOwn_ArriveInEachRun()
    {
        FakeProviders fake = new FakeProviders().With(Cuda, 1);
        using Model model = _folder.Open(fake.Options(ExecutionProvider.Cuda, ExecutionProvider.Cpu));
        for (int run = 1; run <= 3; run++)
        {
            model.Session.Input<float>(0).Fill(run);
            model.Session.Run();
            Assert.Equal([run, run, run, run], model.Session.Output(0).ToArray());
        }
    }

    [Fact]
    public void Providers_ThatRunAGraphAsOneOperation_AreTheMainOneBesideTheCpu()
    {
        FakeProviders fake = new FakeProviders().With(TensorRt, 1).With(Cpu, 4);
        using Model model = _folder.Open(fake.Options(ExecutionProvider.TensorRt, ExecutionProvider.Cpu));
        Assert.Equal(ExecutionProvider.TensorRt, model.Session.ExecutionProvider);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Providers_WithTheCpuBeforeOthers_RefuseTheModel(bool isStrict)
    {
        FakeProviders fake = new FakeProviders().With(Cuda, 30);
        ModelOptions options = fake.Options(ExecutionProvider.Cpu, ExecutionProvider.Cuda) with { IsStrict = isStrict };
        Assert.Equal(ModelRefusal.ProviderRefused, _folder.Refuse(out string problem, options));
        Assert.Equal(
            $"{_folder.ModelPath}: 'cpu' stands before 'cuda' in the list of providers, and OnnxRuntime asks the CPU last: put 'cpu' at the end of 'providers', or leave 'cuda' out",
            problem);
    }

    [Fact]
    public void Providers_OneThatIsNotBuiltIn_RefusesTheModelByName()
    {
        FakeProviders fake = new();
        Assert.Equal(ModelRefusal.ProviderRefused, _folder.Refuse(out string problem, fake.Options(ExecutionProvider.Cuda, ExecutionProvider.Cpu)));
        Assert.Equal($"{_folder.ModelPath}: the provider cuda absent (this OnnxRuntime was built with CPUExecutionProvider alone): {Mend}", problem);
    }

    [Fact]
    public void Providers_OneThatCannotStart_RefusesTheModelWithItsReason()
    {
        FakeProviders fake = new FakeProviders().With(Cuda, 0);
        fake.Broken[ExecutionProvider.Cuda] = "libcudnn.so.9: cannot open shared object file\nsecond line";
        Assert.Equal(ModelRefusal.ProviderRefused, _folder.Refuse(out string problem, fake.Options(ExecutionProvider.Cuda, ExecutionProvider.Cpu)));
        Assert.Equal($"{_folder.ModelPath}: the provider cuda failed (libcudnn.so.9: cannot open shared object file): {Mend}", problem);
    }

    [Fact]
    public void Providers_OneThatTakesNothing_RefusesTheModel()
    {
        FakeProviders fake = new FakeProviders().With(Cuda, 0).With(Cpu, 9);
        Assert.Equal(ModelRefusal.ProviderRefused, _folder.Refuse(out string problem, fake.Options(ExecutionProvider.Cuda, ExecutionProvider.Cpu)));
        Assert.Equal($"{_folder.ModelPath}: the provider cuda idle (it took no operation of the graph): {Mend}", problem);
    }

    [Fact]
    public void Providers_NotStrict_WarnOfEachThatIsNotAsAskedFor()
    {
        FakeProviders fake = new FakeProviders().With(Cuda, 0).With("OpenVINOExecutionProvider", 0).With(Cpu, 9);
        fake.Broken[ExecutionProvider.OpenVino] = "no device";
        ModelOptions options = fake.Options(ExecutionProvider.TensorRt, ExecutionProvider.OpenVino, ExecutionProvider.Cuda) with { IsStrict = false };
        using Model model = _folder.Open(options);
        Assert.Equal(
            [
                "the provider tensorrt absent (this OnnxRuntime was built with OpenVINOExecutionProvider, CUDAExecutionProvider, CPUExecutionProvider alone)",
                "the provider openvino failed (no device)",
                "the provider cuda idle (it took no operation of the graph)",
                "9 of 9 operations run on the CPU, which is not in the list",
            ],
            model.Session.Warnings);
        Assert.Equal(
            [ProviderState.Absent, ProviderState.Failed, ProviderState.Idle, ProviderState.Used],
            model.Session.Providers.Select(static use => use.State));
        Assert.Equal(ExecutionProvider.Cpu, model.Session.ExecutionProvider);
    }

    [Fact]
    public void Providers_NotStrictWithNoneHere_RunOnTheCpuAndSaySo()
    {
        FakeProviders fake = new();
        using Model model = _folder.Open(fake.Options(ExecutionProvider.Cuda) with { IsStrict = false });
        Assert.Equal(2, model.Session.Warnings.Count);
        Assert.StartsWith("no provider of the list is here: it runs on the CPU", model.Session.Warnings[1], StringComparison.Ordinal);
        Assert.Equal(ExecutionProvider.Cpu, model.Session.ExecutionProvider);
        Assert.Equal("cuda absent (this OnnxRuntime was built with CPUExecutionProvider alone)", model.Session.Providers[0].ToString());
    }

    [Fact]
    public void Providers_StrictWithoutTheCpu_AreHeldToItByOnnxRuntimeItself()
    {
        // The fake appends nothing, so every operation would fall to the CPU: OnnxRuntime's own check has to refuse that.
        FakeProviders fake = new FakeProviders().With(Cuda, 9);
        Assert.Equal(ModelRefusal.ProviderRefused, _folder.Refuse(out string problem, fake.Options(ExecutionProvider.Cuda)));
        Assert.Equal(
            $"{_folder.ModelPath}: operations of it would run on the CPU, which is not in the list of providers: add 'cpu' to 'providers', or 'strict': false to be warned alone",
            problem);
    }

    [Fact]
    public void Providers_WhereNobodyCanSeeWhatRunsWhere_AreRefusedOrWarnedOf()
    {
        FakeProviders fake = new FakeProviders().With(Cuda, 9);
        fake.CannotWatch = "/tmp is read-only";
        ModelOptions options = fake.Options(ExecutionProvider.Cuda, ExecutionProvider.Cpu);
        Assert.Equal(ModelRefusal.ProviderRefused, _folder.Refuse(out string problem, options));
        Assert.Contains("what ran where cannot be seen (/tmp is read-only; it takes a temporary folder to write to)", problem, StringComparison.Ordinal);
        using Model model = _folder.Open(options with { IsStrict = false });
        Assert.StartsWith("what ran where cannot be seen", Assert.Single(model.Session.Warnings), StringComparison.Ordinal);
        Assert.Equal(ExecutionProvider.Unknown, model.Session.ExecutionProvider);
        Assert.Equal("cuda, cpu", string.Join(", ", model.Session.Providers));
    }

    [Fact]
    public void Providers_WithAnEngineCache_CompileThereAndSaySo()
    {
        string engines = Path.Combine(_folder.Root, "engines");
        FakeProviders fake = new FakeProviders().With(TensorRt, 9);
        List<string> lines = [];
        SteppingClock clock = new();
        ModelOptions options = fake.Options(ExecutionProvider.TensorRt, ExecutionProvider.Cpu) with { EngineCache = engines, Progress = new SessionProgress(lines.Add, clock) };
        _folder.Open(options).Dispose();
        string cache = Assert.Single(Directory.GetDirectories(engines));
        Assert.Equal(
            [
                $"{_folder.ModelPath}: tensorrt builds its engine for the first time, which may take minutes; it is kept in {cache}",
                $"{_folder.ModelPath}: tensorrt builds its engine: done after 83.2 s",
            ],
            lines);
        IReadOnlyDictionary<string, string> native = Assert.Single(fake.Appended).Options;
        Assert.Equal((cache, "1"), (native["trt_engine_cache_path"], native["trt_engine_cache_enable"]));

        File.WriteAllText(Path.Combine(cache, "made.engine"), "");
        lines.Clear();
        _folder.Open(options).Dispose();
        Assert.Equal($"{_folder.ModelPath}: tensorrt builds its engine from what {cache} holds; what is missing there is built, which may take minutes", lines[0]);
    }

    [Fact]
    public void Providers_WithAnEngineCache_KeepEachModelsEnginesApart()
    {
        FakeProviders fake = new FakeProviders().With(TensorRt, 9);
        ModelOptions options = fake.Options(ExecutionProvider.TensorRt, ExecutionProvider.Cpu) with { EngineCache = Path.Combine(_folder.Root, "engines") };
        _folder.Open(options).Dispose();
        File.WriteAllBytes(_folder.ModelPath, MadeModel.OneStep("Abs", TensorElementType.Float, 1, 4));
        _folder.Open(options).Dispose();
        _folder.Open(options).Dispose();
        string[] caches = [.. fake.Appended.Select(static entry => entry.Options["trt_engine_cache_path"])];
        Assert.NotEqual(caches[0], caches[1]);
        Assert.Equal(caches[1], caches[2]);
    }

    [Fact]
    public void Providers_WithOptionsOfTheirOwn_KeepThemBeforeOurs()
    {
        FakeProviders fake = new FakeProviders().With(TensorRt, 9);
        ProviderRequest request = new(ExecutionProvider.TensorRt)
        {
            Options = new Dictionary<string, string> { ["trt_engine_cache_path"] = "/mine", ["trt_fp16_enable"] = "1" },
        };
        _folder.Open(new ModelOptions { Backend = fake, EngineCache = Path.Combine(_folder.Root, "engines"), Providers = [request, new ProviderRequest(ExecutionProvider.Cpu)] }).Dispose();
        IReadOnlyDictionary<string, string> native = Assert.Single(fake.Appended).Options;
        Assert.Equal(("/mine", "1"), (native["trt_engine_cache_path"], native["trt_fp16_enable"]));
    }

    [Theory]
    [InlineData(ExecutionProvider.TensorRt)]
    [InlineData(ExecutionProvider.Cuda)]
    [InlineData(ExecutionProvider.Cann)]
    [InlineData(ExecutionProvider.OpenVino)]
    [InlineData(ExecutionProvider.Qnn)]
    [InlineData(ExecutionProvider.Xnnpack)]
    [InlineData(ExecutionProvider.Acl)]
    [InlineData(ExecutionProvider.CoreMl)]
    public void Providers_OnThePackagesOwnLibrary_AreRefusedInOneLine(ExecutionProvider provider)
    {
        Assert.SkipUnless(OrtEnv.Instance().GetAvailableProviders() is [Cpu], "this OnnxRuntime has accelerators");
        ModelOptions options = new() { Providers = [new ProviderRequest(provider), new ProviderRequest(ExecutionProvider.Cpu)] };
        Assert.Equal(ModelRefusal.ProviderRefused, _folder.Refuse(out string problem, options));
        Assert.Contains($"the provider {ProviderFacts.WordOf(provider)} absent", problem, StringComparison.Ordinal);

        // Whatever it says when one is appended all the same, it is an exception that the chain knows.
        using SessionOptions native = new();
        Exception error = Assert.ThrowsAny<Exception>(() => OnnxRuntimeProviders.Instance.Append(native, provider, new Dictionary<string, string>()));
        Assert.True(error is OnnxRuntimeException or NotSupportedException or EntryPointNotFoundException, error.ToString());
    }

    [Fact]
    public void Placements_OfARealRun_CountEachOperationOnce()
    {
        using ModelFolder folder = new(new MadeModel()
            .Input("x", TensorElementType.Float, 1, 4).Output("y", TensorElementType.Float, 1, 4)
            .Node("Erf", ["x"], ["a"]).Node("Sin", ["a"], ["b"]).Node("Relu", ["b"], ["y"]).ToArray());
        using SessionOptions options = new();
        OnnxRuntimeProviders.Instance.Watch(options, Path.Combine(folder.Root, "run"));
        using InferenceSession session = new(folder.ModelPath, options);
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(new float[4], [1, 4]);
        using RunOptions run = new();
        for (int count = 0; count < 2; count++)
        {
            session.Run(run, ["x"], [value], ["y"]).Dispose();
        }

        KeyValuePair<string, int> placed = Assert.Single(OnnxRuntimeProviders.Instance.Placements(session));
        Assert.Equal(new(Cpu, 3), placed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"cat\":\"Node\",\"args\":{\"provider\":\"A\"}}]")]
    public void Placements_OfNoProfile_AreNone(string text) =>
        Assert.Empty(NodePlacements.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Providers_NamedTwiceOrNotAtAll_Throw()
    {
        Assert.Throws<ArgumentException>(() => _folder.Refuse(out _, new ModelOptions { Providers = [] }));
        Assert.Throws<ArgumentException>(() => _folder.Refuse(out _, new FakeProviders().Options(ExecutionProvider.Cpu, ExecutionProvider.Cpu)));
        Assert.Throws<ArgumentException>(() => _folder.Refuse(out _, new FakeProviders().Options(ExecutionProvider.FixedPoint)));
    }

    private sealed class SteppingClock : IClock
    {
        private long _now;

        public long Nanoseconds => _now += 83_200_000_000;
    }
}
