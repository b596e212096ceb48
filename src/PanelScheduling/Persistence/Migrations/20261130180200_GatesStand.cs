using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.PanelScheduling.Persistence.Migrations
{
    /// <summary>Whether the gates of a case are met still. Until a hub says otherwise they are.</summary>
    [DbContext(typeof(PanelDbContext))]
    [Migration("20261130180200_GatesStand")]
    public partial class GatesStand : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(name: "gates_stand", table: "panel_case", type: "boolean", nullable: false, defaultValue: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "gates_stand", table: "panel_case");
        }
    }
}
