using EdgeAI.Device.Networks;

namespace EdgeAI.Perception.Networks;

/// <summary>One layer of a network before it is quantised: what the ONNX file says, computed plainly in double precision.</summary>
internal sealed record FloatLayer
{
    /// <summary>What it computes.</summary>
    public required FloatLayerKind Kind { get; init; }

    /// <summary>How a line to a person names it.</summary>
    public required string Title { get; init; }

    /// <summary>Values taken.</summary>
    public required int Inputs { get; init; }

    /// <summary>Values given.</summary>
    public required int Outputs { get; init; }

    /// <summary>Weights of a dense layer or a convolution, in the order of NETWORKS.md.</summary>
    public float[] Weights { get; init; } = [];

    /// <summary>Biases of a dense layer (one for each output) or a convolution (one for each output channel).</summary>
    public float[] Biases { get; init; } = [];

    /// <summary>The shape of a convolution.</summary>
    public ConvolutionShape? Convolution { get; init; }

    /// <summary>The shape of a pooling.</summary>
    public PoolingShape? Pooling { get; init; }

    /// <summary>Whether a ReLU follows and becomes part of this layer.</summary>
    public bool IsRectified { get; init; }

    /// <summary>Whether it has weights.</summary>
    public bool IsWeighted => Kind is FloatLayerKind.Dense or FloatLayerKind.Convolution;

    /// <summary>Computes the outputs.</summary>
    public double[] Run(double[] input)
    {
        double[] output = Kind switch
        {
            FloatLayerKind.Dense => RunDense(input),
            FloatLayerKind.Convolution => RunConvolution(input, Convolution!),
            FloatLayerKind.Rectifier => Array.ConvertAll(input, static value => Math.Max(value, 0)),
            _ => RunPooling(input, Pooling!),
        };
        return IsRectified ? Array.ConvertAll(output, static value => Math.Max(value, 0)) : output;
    }

    private double[] RunDense(double[] input)
    {
        double[] output = new double[Outputs];
        for (int index = 0; index < Outputs; index++)
        {
            output[index] = Biases[index];
            for (int from = 0; from < Inputs; from++)
            {
                output[index] += (double)Weights[(index * Inputs) + from] * input[from];
            }
        }

        return output;
    }

    private double[] RunConvolution(double[] input, ConvolutionShape shape)
    {
        double[] output = new double[Outputs];
        for (int to = 0; to < Outputs; to++)
        {
            int channel = to / shape.OutputSamples;
            int start = (to % shape.OutputSamples * shape.Stride) - shape.PaddingBefore;
            output[to] = Biases[channel];
            for (int from = 0; from < shape.InputChannels; from++)
            {
                for (int tap = Math.Max(0, -start); tap < shape.Kernel && start + tap < shape.InputSamples; tap++)
                {
                    output[to] += Weights[(((channel * shape.InputChannels) + from) * shape.Kernel) + tap] * input[(from * shape.InputSamples) + start + tap];
                }
            }
        }

        return output;
    }

    private double[] RunPooling(double[] input, PoolingShape shape)
    {
        double[] output = new double[Outputs];
        for (int to = 0; to < Outputs; to++)
        {
            int from = (to / shape.OutputSamples * shape.InputSamples) + (to % shape.OutputSamples * shape.Stride);
            ReadOnlySpan<double> window = input.AsSpan(from, shape.Window);
            double sum = 0;
            double largest = window[0];
            foreach (double value in window)
            {
                sum += value;
                largest = Math.Max(largest, value);
            }

            output[to] = Kind == FloatLayerKind.MaxPool ? largest : sum / shape.Window;
        }

        return output;
    }
}
