module tertulia/bench/load

go 1.22
