namespace EdgeAI.Runtime.Estimation;

/// <summary>The covariance of six errors, three of attitude and three of bias, and the two steps of a Kalman filter on it. Allocates nothing after construction.</summary>
internal sealed class ErrorCovariance
{
    /// <summary>How many errors.</summary>
    public const int Size = 6;

    private readonly double[] _p = new double[Size * Size];
    private readonly double[] _scratch = new double[Size * Size];
    private readonly double[] _product = new double[Size];
    private readonly double[] _correction = new double[Size];

    /// <summary>Sets independent errors: a tilt about every level axis, no error of heading, a bias about every axis.</summary>
    /// <param name="up">The vertical in the sensor's directions.</param>
    /// <param name="tiltVariance">In rad^2.</param>
    /// <param name="biasVariance">In (rad/s)^2.</param>
    public void Reset(Vector up, double tiltVariance, double biasVariance)
    {
        ReadOnlySpan<double> axes = [up.X, up.Y, up.Z];
        Array.Clear(_p);
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                _p[(row * Size) + column] = tiltVariance * ((row == column ? 1 : 0) - (axes[row] * axes[column]));
            }

            _p[((row + 3) * Size) + row + 3] = biasVariance;
        }
    }

    /// <summary>The covariance of the attitude's errors about two axes, in rad^2; the variance where they are one.</summary>
    public double AttitudeBetween(Vector left, Vector right)
    {
        Vector product = new(
            (_p[0] * right.X) + (_p[1] * right.Y) + (_p[2] * right.Z),
            (_p[Size] * right.X) + (_p[Size + 1] * right.Y) + (_p[Size + 2] * right.Z),
            (_p[2 * Size] * right.X) + (_p[(2 * Size) + 1] * right.Y) + (_p[(2 * Size) + 2] * right.Z));
        return left.Dot(product);
    }

    /// <summary>Carries the errors over a step: the attitude's turn against the sensor and take the bias's up.</summary>
    /// <param name="turn">The sensor's turn in the step, in radians.</param>
    /// <param name="seconds">The step.</param>
    /// <param name="attitudeNoise">The variance that the step adds to each attitude error.</param>
    /// <param name="biasNoise">The variance that the step adds to each bias error.</param>
    public void Predict(Vector turn, double seconds, double attitudeNoise, double biasNoise)
    {
        Rotation back = Rotation.By(-1 * turn);

        // F = [ R -I dt; 0 I ]: rows of F P, then columns of (F P) F'.
        for (int column = 0; column < Size; column++)
        {
            Vector attitude = back.Turn(new Vector(_p[column], _p[Size + column], _p[(2 * Size) + column]));
            _scratch[column] = attitude.X - (seconds * _p[(3 * Size) + column]);
            _scratch[Size + column] = attitude.Y - (seconds * _p[(4 * Size) + column]);
            _scratch[(2 * Size) + column] = attitude.Z - (seconds * _p[(5 * Size) + column]);
            for (int row = 3; row < Size; row++)
            {
                _scratch[(row * Size) + column] = _p[(row * Size) + column];
            }
        }

        for (int row = 0; row < Size; row++)
        {
            int at = row * Size;
            Vector attitude = back.Turn(new Vector(_scratch[at], _scratch[at + 1], _scratch[at + 2]));
            _p[at] = attitude.X - (seconds * _scratch[at + 3]);
            _p[at + 1] = attitude.Y - (seconds * _scratch[at + 4]);
            _p[at + 2] = attitude.Z - (seconds * _scratch[at + 5]);
            _scratch.AsSpan(at + 3, 3).CopyTo(_p.AsSpan(at + 3));
        }

        for (int axis = 0; axis < 3; axis++)
        {
            _p[(axis * Size) + axis] += attitudeNoise;
            _p[((axis + 3) * Size) + axis + 3] += biasNoise;
        }
    }

    /// <summary>Takes the heading's error in as measured, and lets it correct the heading and the bias about the vertical alone: what else it might tell, a disturbed field would tell wrongly.</summary>
    /// <param name="up">The vertical in the sensor's directions.</param>
    /// <param name="innovation">The heading's error, in radians.</param>
    /// <param name="variance">Its variance.</param>
    /// <param name="corrections">The errors that it shows are added here.</param>
    public void UpdateHeading(Vector up, double innovation, double variance, Span<double> corrections)
    {
        Span<double> h = stackalloc double[Size];
        (h[0], h[1], h[2]) = (up.X, up.Y, up.Z);
        h[3..].Clear();
        double spread = variance;
        for (int row = 0; row < Size; row++)
        {
            _product[row] = (_p[row * Size] * up.X) + (_p[(row * Size) + 1] * up.Y) + (_p[(row * Size) + 2] * up.Z);
            spread += h[row] * _product[row];
        }

        double heading = ((_product[0] * up.X) + (_product[1] * up.Y) + (_product[2] * up.Z)) / spread;
        double bias = ((_product[3] * up.X) + (_product[4] * up.Y) + (_product[5] * up.Z)) / spread;
        Span<double> gain = [heading * up.X, heading * up.Y, heading * up.Z, bias * up.X, bias * up.Y, bias * up.Z];

        // A gain that is not the best one: P - K h P - (K h P)' + K spread K' holds for any.
        for (int row = 0; row < Size; row++)
        {
            corrections[row] += gain[row] * innovation;
            for (int column = 0; column < Size; column++)
            {
                _p[(row * Size) + column] += (gain[row] * gain[column] * spread) - (gain[row] * _product[column]) - (_product[row] * gain[column]);
            }
        }
    }

    /// <summary>Sets the heading's error anew, of which nothing else tells.</summary>
    /// <param name="up">The vertical in the sensor's directions.</param>
    /// <param name="variance">In rad^2.</param>
    public void ResetHeading(Vector up, double variance)
    {
        ReadOnlySpan<double> axes = [up.X, up.Y, up.Z];

        // P = M P M' with M = I - up up' on the attitude: columns, then rows; then the heading's own variance.
        for (int row = 0; row < Size; row++)
        {
            int at = row * Size;
            double along = (_p[at] * up.X) + (_p[at + 1] * up.Y) + (_p[at + 2] * up.Z);
            for (int axis = 0; axis < 3; axis++)
            {
                _p[at + axis] -= along * axes[axis];
            }
        }

        for (int column = 0; column < Size; column++)
        {
            double along = (_p[column] * up.X) + (_p[Size + column] * up.Y) + (_p[(2 * Size) + column] * up.Z);
            for (int axis = 0; axis < 3; axis++)
            {
                _p[(axis * Size) + column] -= along * axes[axis];
            }
        }

        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                _p[(row * Size) + column] += variance * axes[row] * axes[column];
            }
        }
    }

    /// <summary>Takes one number in that is measured: h times the errors plus noise.</summary>
    /// <param name="h">How the number depends on the errors.</param>
    /// <param name="innovation">The number, less what was expected.</param>
    /// <param name="variance">The noise's variance.</param>
    /// <param name="corrections">The errors that it shows are added here.</param>
    public void Update(ReadOnlySpan<double> h, double innovation, double variance, Span<double> corrections)
    {
        double spread = variance;
        double expected = 0;
        for (int row = 0; row < Size; row++)
        {
            double sum = 0;
            for (int column = 0; column < Size; column++)
            {
                sum += _p[(row * Size) + column] * h[column];
            }

            _product[row] = sum;
            spread += h[row] * sum;

            // Numbers are taken in one after the other: this one sees what those before it have corrected.
            expected += h[row] * corrections[row];
        }

        for (int row = 0; row < Size; row++)
        {
            _correction[row] = _product[row] / spread * (innovation - expected);
            for (int column = 0; column < Size; column++)
            {
                _p[(row * Size) + column] -= _product[row] * _product[column] / spread;
            }
        }

        for (int row = 0; row < Size; row++)
        {
            corrections[row] += _correction[row];
        }
    }
}
